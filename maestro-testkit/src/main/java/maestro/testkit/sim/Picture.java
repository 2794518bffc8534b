package maestro.testkit.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import maestro.core.param.ParamStore;
import maestro.core.row.ChildState;
import maestro.core.row.SetAsideRow;
import maestro.core.row.SnapshotJson;
import maestro.core.state.LoopState;
import maestro.core.state.RunState;
import maestro.core.state.ShardState;
import maestro.core.state.StepState;
import maestro.core.state.WorkflowState;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;

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
                "aside=" + workflow.setAside().stream().map(SetAsideRow::runKey).toList(),
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
                "ending=" + step.ending(),
                "satisfied=" + step.satisfied(),
                "artifacts=" + artifacts(step),
                "child=" + step.child(),
                "earlierChild=" + step.earlierChild(),
                "loop=" + step.loop().map(Picture::of),
                "timeline=" + step.timeline());
    }

    /** The artifacts of loops and called runs are written from their state, which is told apart. */
    private static Map<String, Object> artifacts(StepState step) {
        var artifacts = new TreeMap<String, Object>(step.artifacts());
        artifacts.remove("maestro_foreach");
        artifacts.remove("maestro_while");
        artifacts.remove(ChildState.ARTIFACT);
        return artifacts;
    }

    private static String of(LoopState loop) {
        String common = String.join(
                " ",
                loop.inlineId() + "/" + loop.loopRunId(),
                "running=" + loop.running().stream().map(RunState::key).toList(),
                "held=" + loop.permits().held() + " waiting=" + loop.permits().waitingCount(),
                "rollup=" + Json.text(loop.rollup().toJson()));
        return switch (loop) {
            case LoopState.Foreach foreach -> {
                var ended = new TreeMap<InstanceStatus, String>();
                foreach.ended().forEach((status, numbers) -> ended.put(status, Json.text(numbers.toJson())));
                yield common + " " + foreach.launched() + " of " + foreach.total() + ended;
            }
            case LoopState.While loops ->
                common + " " + loops.last() + (loops.running().isEmpty() ? loops.lastStatus() : "") + loops.values()
                        + loops.values();
        };
    }
}
