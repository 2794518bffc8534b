package maestro.core.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.row.Changes;
import maestro.core.row.ChildState;
import maestro.core.row.IterationHead;
import maestro.core.row.RunLabels;
import maestro.core.row.RunRow;
import maestro.core.row.RunTail;
import maestro.core.row.SnapshotJson;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.core.row.WorkflowRow;
import maestro.core.trigger.Triggers;
import maestro.model.json.Json;
import maestro.model.json.UserJson;

/** Rows out of state: one a changed thing, with its last state, however often it changed. */
public final class Projection {
    private static final byte[] AS_IT_WAS = {};

    /** Bytes of a stored document, far below what can be read back. */
    private static final int BYTES_MAX = 32 << 20;

    private Projection() {}

    /**
     * All that changed since the last call, as rows.
     *
     * @throws BrokenRun when rows of a run cannot be made; the state is of no use then
     */
    public static Changes take(ShardState state) {
        var workflows = state.touchedWorkflows.stream().map(Projection::row).toList();
        var runs = new ArrayList<RunRow>(state.touchedRuns.size());
        runs.addAll(state.unblockedRuns.values());
        for (var run : state.touchedRuns) {
            runs.add(written(state.shard, run));
        }
        var steps = new ArrayList<StepRow>(state.touchedSteps.size() + state.closedAttempts.size());
        steps.addAll(state.closedAttempts);
        for (var touched : state.touchedSteps) {
            steps.add(written(touched.run(), touched.step()));
            touched.step().changed = false;
        }
        var changes = new Changes(
                workflows,
                List.copyOf(state.newVersions),
                List.copyOf(state.newSnapshots),
                List.copyOf(state.newHistory),
                runs,
                steps,
                List.copyOf(state.sent),
                List.copyOf(state.taken),
                state.signalRows.take(),
                new Changes.Aside(
                        List.copyOf(state.newSetAside),
                        List.copyOf(state.released),
                        List.copyOf(state.endedAside),
                        List.copyOf(state.lettersAside),
                        List.copyOf(state.lettersBack)),
                state.tagRows.take(),
                List.copyOf(state.newHooks));
        state.newHooks.clear();
        state.newSetAside.clear();
        state.released.clear();
        state.endedAside.clear();
        state.lettersAside.clear();
        state.lettersBack.clear();
        state.sent.clear();
        state.taken.clear();
        state.touchedWorkflows.clear();
        state.touchedRuns.forEach(run -> run.fresh = false);
        state.touchedRuns.clear();
        state.unblockedRuns.clear();
        state.touchedSteps.clear();
        state.closedAttempts.clear();
        state.newVersions.clear();
        state.newSnapshots.clear();
        state.newHistory.clear();
        return changes;
    }

    private static RunRow written(int shard, RunState run) {
        try {
            var row = row(shard, run);
            require(row.head(), "head");
            require(row.tail(), "tail");
            return row;
        } catch (RuntimeException | StackOverflowError unfit) {
            throw new BrokenRun(run, unfit);
        }
    }

    private static StepRow written(RunState run, StepState step) {
        try {
            var row = row(run, step);
            require(row.detail(), "step [" + step.id() + "]");
            return row;
        } catch (RuntimeException | StackOverflowError unfit) {
            throw new BrokenRun(run, unfit);
        }
    }

    private static void require(byte[] document, String what) {
        if (document.length > BYTES_MAX) {
            throw new IllegalStateException("its " + what + " takes " + document.length + " bytes, more than the "
                    + BYTES_MAX + " allowed");
        }
    }

    public static WorkflowRow row(WorkflowState workflow) {
        var detail = Json.object();
        workflow.activation.ifPresent(activation -> {
            detail.set("by", UserJson.toJson(activation.by()));
            detail.put("at", activation.atMillis());
        });
        workflow.snapshot.ifPresent(snapshot -> {
            var properties = SnapshotJson.toJson(workflow.id, snapshot);
            workflow.laterProperties.into(properties);
            detail.set("props", properties);
        });
        if (!workflow.tags.isEmpty()) {
            var tags = detail.putArray("tags");
            workflow.tags.forEach(tags::add);
        }
        detail.put("log", workflow.lastTimelineSeq);
        detail.put("failed", workflow.blockingFailures);
        if (!workflow.recentPushes.isEmpty()) {
            var keys = detail.putArray("keys");
            workflow.recentPushes.forEach((key, push) ->
                    keys.addArray().add(key).add(push.fingerprint()).add(push.version()));
        }
        if (!workflow.breakpoints.isEmpty()) {
            var breakpoints = detail.putArray("breaks");
            workflow.breakpoints.forEach((step, set) ->
                    breakpoints.addArray().add(step).add(UserJson.toJson(set.by())).add(set.createMillis()));
        }
        if (workflow.revision > 0) {
            detail.put("revision", workflow.revision);
        }
        if (!workflow.triggers.equals(Triggers.NONE)) {
            detail.set("triggers", workflow.triggers.toJson());
        }
        workflow.later.into(detail);
        return new WorkflowRow(
                workflow.id,
                workflow.shard,
                workflow.internalId,
                workflow.latestVersion,
                workflow.activeVersion,
                workflow.lastInstanceId,
                workflow.deleted,
                workflow.modifyMillis,
                Json.text(detail),
                workflow.triggers.dueMillis(),
                workflow.triggers.version());
    }

    static RunRow row(int shard, RunState run) {
        var identity = run.identity;
        var difference = run.fresh
                ? run.model.flatMap(model -> IterationHead.difference(model.head(), run.head))
                : Optional.<byte[]>empty();
        return new RunRow(
                identity.runKey(),
                shard,
                identity.workflowId(),
                identity.internalId(),
                identity.instanceId(),
                identity.runId(),
                identity.version(),
                identity.uuid(),
                run.status,
                !run.status.terminal(),
                false,
                run.createMillis,
                run.startMillis,
                run.endMillis,
                run.modifyMillis,
                difference.isPresent() ? run.model.orElseThrow().key() : 0,
                listed(run) ? RunLabels.of(run.head) : RunLabels.NONE,
                difference.orElseGet(() -> run.fresh ? run.head.write() : AS_IT_WAS),
                new RunTail(run.handedOver, run.timeline, run.artifacts, run.order, run.runStatus, run.later).write());
    }

    /** Iterations are seen through their loop. */
    private static boolean listed(RunState run) {
        return run.fresh && run.head.iteration().isEmpty();
    }

    static StepRow row(RunState run, StepState step) {
        return new StepRow(
                run.key(),
                step.id(),
                step.attempt.number,
                step.attempt.seq,
                step.attempt.uuid,
                step.attempt.status,
                step.attempt.times.create(),
                step.attempt.times.start(),
                step.attempt.times.end(),
                detail(step).write(step.id(), step.attempt.number, step.attempt.uuid));
    }

    private static StepDetail detail(StepState step) {
        var conditions = new ArrayList<Boolean>(step.attempt.conditions.length);
        for (boolean yes : step.attempt.conditions) {
            conditions.add(yes);
        }
        return new StepDetail(
                step.attempt.times,
                Optional.of(step.attempt.satisfied),
                step.attempt.params,
                conditions,
                step.attempt.retry,
                step.attempt.timeoutMillis,
                step.attempt.retryAtMillis,
                step.attempt.key,
                step.attempt.checkpoint,
                step.attempt.order,
                step.attempt.ending,
                step.attempt.restart,
                artifacts(step),
                step.attempt.timeline,
                step.attempt.templateTags,
                Optional.ofNullable(step.attempt.earlierChild),
                step.attempt.dependencies,
                step.attempt.outputs,
                step.attempt.claims,
                step.attempt.later);
    }

    private static Map<String, Map<String, Object>> artifacts(StepState step) {
        var loop = step.attempt.loop == null ? step.attempt.earlier : step.attempt.loop;
        if (loop == null && step.attempt.child() == null) {
            return step.attempt.artifacts;
        }
        var artifacts = new LinkedHashMap<>(step.attempt.artifacts);
        if (loop != null) {
            var row = LoopRows.row(loop);
            artifacts.put(row.name(), step.attempt.loop == null ? row.toPlainEarlier() : row.toPlain());
        }
        if (step.attempt.child() != null) {
            artifacts.put(ChildState.ARTIFACT, step.attempt.child().toPlain());
        }
        return artifacts;
    }
}
