package maestro.testkit.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import maestro.core.param.ParamStore;
import maestro.core.row.SnapshotJson;
import maestro.core.state.RunState;
import maestro.core.state.ShardState;
import maestro.core.state.StepState;
import maestro.core.state.WorkflowState;
import maestro.model.json.Json;

/** All that a shard holds about its live runs, field by field as text: what recovery must bring back unchanged. */
final class Picture {
    private Picture() {}

    static List<String> of(ShardState state) {
        var text = new ArrayList<String>();
        state.workflows().stream()
                .filter(workflow -> workflow.nonTerminal() > 0)
                .sorted(Comparator.comparing(WorkflowState::id))
                .forEach(workflow -> text.add(of(workflow)));
        state.runs().stream()
                .sorted(Comparator.comparingLong(RunState::key))
                .forEach(run -> add(text, run));
        return text;
    }

    private static String of(WorkflowState workflow) {
        var permits = workflow.permits();
        var held = new TreeMap<String, Integer>();
        workflow.running().forEach(run -> {
            for (var step : run.plan().steps()) {
                held.put(step.id(), permits.held(step.id()));
            }
        });
        return String.join(
                " ",
                "workflow",
                workflow.id(),
                "internal=" + workflow.internalId(),
                "latest=" + workflow.latestVersion(),
                "active=" + workflow.activeVersion() + workflow.activation(),
                "lastInstance=" + workflow.lastInstanceId(),
                "lastTimeline=" + workflow.lastTimelineSeq(),
                "deleted=" + workflow.deleted(),
                "modified=" + workflow.modifyMillis(),
                "properties=" + workflow.snapshot().map(snapshot -> Json.text(SnapshotJson.toJson("", snapshot))),
                "failures=" + workflow.blockingFailures(),
                "queued=" + workflow.queued().stream().map(RunState::key).toList(),
                "running=" + workflow.running().stream().map(RunState::key).toList(),
                "held=" + permits.held() + held,
                "waiting=" + permits.waitingCount());
    }

    private static void add(List<String> text, RunState run) {
        text.add(String.join(
                " ",
                "run",
                run.identity().toString(),
                "head=" + new String(run.head().write(), StandardCharsets.UTF_8),
                "status=" + run.status() + (run.queued() ? " queued" : ""),
                "times=" + run.createMillis() + "," + run.startMillis() + "," + run.endMillis() + ","
                        + run.modifyMillis(),
                "lastSeq=" + run.lastStepSeq(),
                "live=" + run.liveSteps(),
                "ready=" + run.readySteps(),
                "order=" + run.order(),
                "timeline=" + run.timeline(),
                "artifacts=" + run.artifacts()));
        for (int ordinal = 0; ordinal < run.size(); ordinal++) {
            text.add(of(run.step(ordinal)));
        }
    }

    private static String of(StepState step) {
        return String.join(
                " ",
                "  step",
                step.id(),
                "open=" + step.openPredecessors(),
                "attempt=" + step.attempt() + "/" + step.seq() + "/" + step.uuid(),
                "status=" + step.status(),
                "times=" + step.times(),
                "params=" + ParamStore.encode(step.params()),
                "conditions=" + Arrays.toString(step.conditions()),
                "retry=" + step.retry() + "@" + step.retryAtMillis(),
                "timeout=" + step.timeoutMillis(),
                "key=" + step.attemptKey(),
                "checkpoint=" + step.checkpoint(),
                "order=" + step.order(),
                "satisfied=" + step.satisfied(),
                "artifacts=" + step.artifacts(),
                "timeline=" + step.timeline());
    }
}
