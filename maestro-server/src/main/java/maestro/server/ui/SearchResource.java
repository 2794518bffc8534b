package maestro.server.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import maestro.core.dag.Plan;
import maestro.core.dag.PlanStep;
import maestro.core.row.RunRow;
import maestro.core.row.WorkflowRow;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import maestro.runtime.engine.Engine;
import maestro.runtime.store.BriefReads.RunName;
import maestro.runtime.store.Visible;
import maestro.runtime.store.WorkflowFilter;
import maestro.server.http.Answer;
import maestro.server.http.Call;
import maestro.server.http.Route;
import maestro.server.http.RunSources;
import tools.jackson.databind.node.ArrayNode;

/** Jumps to anything by a few letters: workflows, their runs ({@code weather 12}) and steps ({@code weather load}), tags. */
final class SearchResource {
    private static final int EACH = 10;
    private static final int TEXT_MAX = 200;
    private static final Pattern NUMBERED = Pattern.compile("(.+?)[ #/]+(\\d{1,18})");
    private static final Pattern TWO = Pattern.compile("(\\S+) +(\\S.*)");

    private final Engine engine;
    private final RunSources runs;

    SearchResource(Engine engine, RunSources runs) {
        this.engine = engine;
        this.runs = runs;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v3/search", this::search));
    }

    private Answer search(Call call) {
        String text = call.query("q").map(String::strip).filter(said -> !said.isEmpty()).orElseThrow(() ->
                MaestroException.badRequest("'q' must say what to look for"));
        if (text.length() > TEXT_MAX)
            throw MaestroException.badRequest("'q' must have at most " + TEXT_MAX + " characters, not " + text.length());
        var view = Json.object();
        Visible visible = call.visible();
        workflows(view.putArray("workflows"), text, visible);
        runs(view.putArray("runs"), text, visible);
        steps(view.putArray("steps"), text, visible);
        var tags = view.putArray("tags");
        if (visible.all()) runs.briefs().tags(text, EACH).forEach(tags::add);
        return Answer.json(view);
    }

    private List<WorkflowRow> named(String text, Visible visible) {
        var filter = new WorkflowFilter("", Optional.empty(), Optional.empty(), false, Optional.empty())
                .seenBy(visible);
        return runs.briefs().workflows(filter, text, EACH).rows();
    }

    private void workflows(ArrayNode found, String text, Visible visible) {
        for (WorkflowRow row : named(text, visible)) {
            var entry = found.addObject().put("workflow_id", row.workflowId());
            plan(row).flatMap(plan -> plan.workflow().name()).ifPresent(name -> entry.put("name", name));
        }
    }

    private void runs(ArrayNode found, String text, Visible visible) {
        var parts = NUMBERED.matcher(text);
        if (!parts.matches()) return;
        long number = Long.parseLong(parts.group(2));
        var rows = new ArrayList<RunRow>();
        for (WorkflowRow workflow : named(parts.group(1).strip(), visible))
            runs.reads().latestRun(workflow.workflowId(), number).ifPresent(rows::add);
        var brief = runs.briefs().runs(rows.stream()
                .map(row -> new RunName(row.workflowId(), row.instanceId(), row.runId())).toList());
        var views = runs.brief(brief);
        brief.forEach(row -> found.add(views.get(row.runKey())));
    }

    private void steps(ArrayNode found, String text, Visible visible) {
        var parts = TWO.matcher(text);
        if (!parts.matches()) return;
        String wanted = parts.group(2).toLowerCase(Locale.ROOT);
        for (WorkflowRow workflow : named(parts.group(1), visible))
            plan(workflow).ifPresent(plan -> steps(found, workflow, plan, wanted));
    }

    private static void steps(ArrayNode found, WorkflowRow workflow, Plan plan, String wanted) {
        for (PlanStep step : plan.steps()) {
            if (found.size() == EACH) return;
            if (step.id().toLowerCase(Locale.ROOT).contains(wanted))
                found.addObject().put("workflow_id", workflow.workflowId()).put("step_id", step.id())
                        .put("type", step.type().text());
            step.body().ifPresent(body -> steps(found, workflow, body, wanted));
        }
    }

    /** Empty when the workflow was deleted since it was found. */
    private Optional<Plan> plan(WorkflowRow row) {
        try {
            return Optional.of(engine.plan(row.workflowId(), row.internalId(), row.latestVersion()));
        } catch (MaestroException e) {
            if (e.code() == Code.NOT_FOUND) return Optional.empty();
            throw e;
        }
    }
}
