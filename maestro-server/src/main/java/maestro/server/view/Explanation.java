package maestro.server.view;

import java.util.Map;
import maestro.core.param.ParamCatalogue;
import maestro.core.param.Provenance;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.model.json.Json;
import maestro.model.param.ParamBody;
import maestro.model.run.Initiator;
import tools.jackson.databind.node.ObjectNode;

/** Adds to each param of a view where its value came from: {@code ?explain=params}. */
public final class Explanation {
    private Explanation() {}

    public static ObjectNode ofRun(ObjectNode view, RunSource run, ParamCatalogue catalogue) {
        var head = run.head();
        var request = new Provenance.Request(head.runParams(), head.policy().fresh());
        add(view, run, Provenance.ofWorkflow(
                catalogue, run.plan().workflow().params(), head.params(), request));
        return view;
    }

    public static ObjectNode ofStep(ObjectNode view, RunSource run, StepRow row, ParamCatalogue catalogue) {
        var head = run.head();
        var given = head.stepRunParams().getOrDefault(row.stepId(), Map.of());
        var request = new Provenance.Request(given, true); // every attempt evaluates its params anew
        var step = run.plan().step(run.plan().ordinal(row.stepId())).definition();
        var params = StepDetail.read(row).params();
        add(view, run, Provenance.ofStep(catalogue, step, params, request, head.params().keySet()));
        return view;
    }

    private static void add(ObjectNode view, RunSource run, Map<String, Provenance.Explained> all) {
        all.forEach((name, explained) -> {
            if (view.path("params").get(name) instanceof ObjectNode param)
                param.set("provenance", json(explained, run));
        });
    }

    private static ObjectNode json(Provenance.Explained explained, RunSource run) {
        var json = Json.object();
        json.put("origin", explained.origin().name());
        switch (explained.origin()) {
            case DEFINITION -> json.put("workflow_version_id", run.row().version());
            case RUN_PARAMS, RESTART_PARAMS -> initiator(json, run);
            case PARENT_STEP -> parent(json, run);
            case SYSTEM_DEFAULT, STEP_OUTPUT, WORKFLOW_PARAM, TEMPLATE, TRIGGER, SYSTEM -> { }
        }
        if (explained.carried()) json.put("carried_over", true);
        explained.written().ifPresent(body -> {
            if (body instanceof ParamBody.Expression(var text)) json.put("written_expression", text);
        });
        if (!explained.inputs().isEmpty()) {
            var inputs = json.putArray("inputs");
            explained.inputs().forEach(input -> {
                var entry = inputs.addObject().put("name", input.name()).put("kind", input.meaning().name());
                input.step().ifPresent(step -> entry.put("step_id", step));
            });
        }
        return json;
    }

    private static void initiator(ObjectNode json, RunSource run) {
        if (run.head().initiator() instanceof Initiator.Manual(var user))
            user.ifPresent(known -> json.put("user", known.name()));
    }

    private static void parent(ObjectNode json, RunSource run) {
        if (!(run.head().initiator() instanceof Initiator.Upstream(_, var ancestors)) || ancestors.isEmpty()) return;
        var parent = ancestors.getLast();
        json.put("workflow_id", parent.workflowId());
        json.put("workflow_instance_id", parent.instanceId());
        parent.runId().ifPresent(id -> json.put("workflow_run_id", id));
        parent.stepId().ifPresent(id -> json.put("step_id", id));
        run.head().iteration().ifPresent(iteration -> json.put("iteration", run.row().instanceId()));
    }
}
