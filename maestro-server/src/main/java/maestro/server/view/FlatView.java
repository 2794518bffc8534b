package maestro.server.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import maestro.core.dag.PlanStep;
import maestro.core.loop.Rank;
import maestro.core.row.RunHead;
import maestro.core.row.StepDetail;
import maestro.core.why.Why;
import maestro.model.json.Json;
import maestro.model.param.ParamBody;
import maestro.model.run.Initiator;
import maestro.runtime.flatten.FlatIteration;
import tools.jackson.databind.node.ObjectNode;

/** One iteration of a flattened loop (events.md §6.3). */
public final class FlatView {
    private FlatView() {}

    /** @param loops around the step, outermost first */
    public static ObjectNode of(List<PlanStep> loops, FlatIteration iteration) {
        var run = iteration.found().run();
        var step = iteration.found().step();
        var head = RunHead.read(run.head());
        var above = above(head, loops.size());
        var view = Json.object();
        view.put("workflow_id", above.getFirst().workflowId());
        view.put("workflow_instance_id", above.getFirst().instanceId());
        view.put("workflow_run_id", above.getFirst().runId().orElse(1L));
        view.put("step_id", step.stepId());
        view.put("iteration_rank", iteration.rank().text());
        view.put("step_attempt_seq", attempts(above, run.runId(), step.attempt()));
        view.putObject("leaf_step_instance_ref")
                .put("workflow_id", run.workflowId())
                .put("workflow_instance_id", run.instanceId())
                .put("workflow_run_id", run.runId())
                .put("step_id", step.stepId())
                .put("step_attempt_id", step.attempt());
        view.set("loop_params", Json.node(params(loops, head)));
        view.set("step_runtime_state",
                StepView.runtimeState(step.status(), StepDetail.read(step).times()));
        return view;
    }

    /** The same in some 250 bytes. */
    public static ObjectNode brief(List<PlanStep> loops, FlatIteration iteration) {
        var run = iteration.found().run();
        var step = iteration.found().step();
        var view = Json.object();
        view.put("iteration_rank", iteration.rank().text());
        view.put("iteration", iteration.rank().numbers().stream().map(String::valueOf).collect(Collectors.joining("-")));
        view.put("status", step.status().name());
        BriefRun.time(view, "start_time", step.startMillis());
        BriefRun.time(view, "end_time", step.endMillis());
        view.set("loop_params", Json.node(params(loops, RunHead.read(run.head()))));
        view.putObject("ref")
                .put("workflow_id", run.workflowId())
                .put("workflow_instance_id", run.instanceId())
                .put("workflow_run_id", run.runId())
                .put("step_attempt_id", step.attempt());
        if (step.status().restartable() || step.status().failed())
            Why.said(step).ifPresent(text -> view.put("message", BriefRun.cut(text)));
        return view;
    }

    /** The loop steps that lead to the iteration, in the run outside of all loops first. */
    private static List<Initiator.Ancestor> above(RunHead head, int depth) {
        var ancestors = ((Initiator.Upstream) head.initiator()).ancestors();
        return ancestors.subList(ancestors.size() - depth, ancestors.size());
    }

    /** Run and attempt of each level, encoded like a rank. */
    private static String attempts(List<Initiator.Ancestor> above, long runId, long attempt) {
        var numbers = new ArrayList<Long>();
        for (var ancestor : above) {
            numbers.add(ancestor.runId().orElse(1L));
            numbers.add(ancestor.stepAttemptId().orElse(1L));
        }
        numbers.add(runId);
        numbers.add(attempt);
        return Rank.encode(numbers);
    }

    /** The values of the loops' params in this iteration, as texts. */
    public static Map<String, String> params(List<PlanStep> loops, RunHead head) {
        var values = new LinkedHashMap<String, String>();
        for (var loop : loops) {
            var declared = loop.definition().common().params().get("loop_params");
            if (declared != null
                    && declared.body() instanceof ParamBody.Literal(var value)
                    && value instanceof Map<?, ?> members) {
                members.keySet().forEach(name -> value(head, String.valueOf(name), values));
            }
        }
        return values;
    }

    private static void value(RunHead head, String name, Map<String, String> values) {
        var param = head.params().get(name);
        if (param == null) return;
        Object result = param.result();
        boolean scalar = result instanceof String || result instanceof Number || result instanceof Boolean;
        values.put(name, scalar ? String.valueOf(result) : Json.text(Json.node(result)));
    }
}
