package maestro.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.auth.Verb;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.json.UserJson;
import maestro.model.run.TimelineEvent;
import maestro.runtime.engine.Breakpoints;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Breakpoints and the attempts that rest at them (rest-api.md §13). */
final class BreakpointResource {
    private static final String BASE = "/api/v3/workflows/steps/breakpoints";
    private static final List<String> NARROWER =
            List.of("workflow_version", "workflow_instance_id", "workflow_run", "step_attempt_id");

    private final Breakpoints breakpoints;

    BreakpointResource(Breakpoints breakpoints) {
        this.breakpoints = breakpoints;
    }

    List<Route> routes() {
        return List.of(
                Route.post(BASE, this::set),
                Route.get(BASE, this::list),
                Route.delete(BASE, this::delete),
                Route.get(BASE + "/paused-step-attempts", this::paused),
                Route.put(BASE + "/{wf}/instances/{n}/runs/{r}/steps/{s}/attempts/{a}/actions/resume", this::resume));
    }

    private Answer set(Call call) {
        var fields = Fields.of(call.json(), "");
        var broken = new ArrayList<String>();
        String workflow = fields.requiredText("workflow_id", broken);
        String step = fields.requiredText("step_id", broken);
        for (String name : NARROWER)
            if (fields.node(name).isPresent()) throw MaestroException.badRequest(
                    name + " must be null: a breakpoint holds for all versions, instances, runs and attempts");
        fields.end();
        if (!broken.isEmpty()) throw new MaestroException(
                Code.BAD_REQUEST, "A breakpoint names a workflow and one of its steps", broken);
        call.require(Verb.CONTROL, workflow);
        return Answer.json(view(breakpoints.set(workflow, step, call.user())));
    }

    private Answer list(Call call) {
        var list = Json.array();
        call.require(Verb.READ, query(call, "workflowId"));
        breakpoints.list(query(call, "workflowId"), query(call, "stepId")).forEach(each -> list.add(view(each)));
        return Answer.json(list);
    }

    private static JsonNode view(Breakpoints.Breakpoint breakpoint) {
        ObjectNode view = Json.object();
        view.put("workflow_id", breakpoint.workflowId());
        view.put("step_id", breakpoint.stepId());
        view.put("create_time", breakpoint.createMillis());
        return view.set("created_by", UserJson.toJson(breakpoint.by()));
    }

    private Answer delete(Call call) {
        String workflow = query(call, "workflowId");
        String step = query(call, "stepId");
        boolean resume = call.flag("resume", true);
        call.require(Verb.CONTROL, workflow);
        var user = call.user();
        var deleted = breakpoints.delete(workflow, step, resume, user);
        var answer = Json.object();
        answer.put("workflow_id", workflow);
        answer.put("step_id", step);
        String text = "User [" + user.name() + "] deleted the breakpoint; [" + deleted.resumed()
                + "] paused step attempts are resumed";
        answer.set("timeline_event", TimelineEvent.info(deleted.atMillis(), text).toJson());
        return Answer.json(answer);
    }

    private Answer paused(Call call) {
        var list = Json.array();
        call.require(Verb.READ, query(call, "workflowId"));
        for (var attempt : breakpoints.paused(query(call, "workflowId"), query(call, "stepId")))
            list.addObject()
                    .put("workflow_id", attempt.workflowId())
                    .put("workflow_version_id", attempt.version())
                    .put("workflow_instance_id", attempt.instanceId())
                    .put("workflow_run_id", attempt.runId())
                    .put("step_id", attempt.stepId())
                    .put("step_attempt_id", attempt.attempt())
                    .put("create_time", attempt.pauseMillis());
        return Answer.json(list);
    }

    /** The one call without a body that insists on a content type (rest-api.md §1). */
    private Answer resume(Call call) {
        if (!call.header("content-type").map(MediaType::bare).equals(Optional.of(Route.JSON)))
            throw new Problem(415, "Content-Type must be " + Route.JSON);
        int attempt = Math.clamp(call.number("a"), 0, Integer.MAX_VALUE);
        return Answer.json(StepActionResource.view(breakpoints.resume(
                call.path("wf"), call.number("n"), call.number("r"), call.path("s"), attempt, call.user())));
    }

    private static String query(Call call, String name) {
        return call.query(name).filter(text -> !text.isBlank()).orElseThrow(() ->
                Problem.badRequest("query parameter " + name + " is missing"));
    }
}
