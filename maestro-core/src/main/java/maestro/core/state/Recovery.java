package maestro.core.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import maestro.core.dag.Plan;
import maestro.core.permit.ClaimRow;
import maestro.core.permit.TagState;
import maestro.core.row.Activation;
import maestro.core.row.ChildState;
import maestro.core.row.Later;
import maestro.core.row.LoopRow;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.RunTail;
import maestro.core.row.SetAsideRow;
import maestro.core.row.SnapshotJson;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.core.row.StoredJson;
import maestro.core.row.WorkflowRow;
import maestro.core.signal.SignalState;
import maestro.core.signal.StoredSignal;
import maestro.core.trigger.Triggers;
import maestro.model.json.UserJson;
import maestro.model.permit.TagPermit;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import tools.jackson.databind.JsonNode;

/** State out of rows; arrives where evolving the events would have. */
public final class Recovery {
    private static final Set<String> WORKFLOW =
            Set.of("by", "at", "props", "tags", "log", "failed", "keys", "breaks", "revision", "triggers");

    private Recovery() {}

    /** Puts a workflow into memory; without a row it is an id that nobody has used yet. No effect if it is there. */
    public static void workflow(ShardState state, String workflowId, Optional<WorkflowRow> stored) {
        if (state.workflows.containsKey(workflowId)) {
            return;
        }
        var workflow = new WorkflowState(workflowId, state.shard);
        stored.ifPresent(row -> fill(workflow, row));
        state.workflows.put(workflowId, workflow);
    }

    /** Makes room for what rests of a workflow whose own row is not read. No effect if it is there. */
    public static void nothing(ShardState state, String workflowId) {
        workflow(state, workflowId, Optional.empty());
    }

    /** Puts a run that rests into memory, as is stored; its workflow is put there with it if need be. */
    public static void rests(ShardState state, SetAsideRow row) {
        state.workflows
                .computeIfAbsent(row.workflowId(), id -> new WorkflowState(id, state.shard))
                .setAside
                .put(WorkflowState.Place.of(row), row);
    }

    /** Puts a signal name into memory; empty: nobody has used it yet. No effect if it is there. */
    public static void signal(ShardState state, String name, Optional<StoredSignal> stored) {
        state.signals.computeIfAbsent(name, _ -> SignalState.of(name, state.shard, stored));
    }

    /** Puts a tag into memory. No effect if it is there. */
    public static void tag(ShardState state, String tag, Optional<String> permit, List<ClaimRow> claims) {
        state.tags.computeIfAbsent(tag, _ -> TagState.of(tag, state.shard, permit, claims));
    }

    /** Permits of automatic tags of the shard's workflows, which are in force without being asked for. */
    public static void limits(ShardState state, List<TagPermit> permits) {
        permits.forEach(permit -> state.limits.put(permit.tag(), permit.maxAllowed()));
    }

    /** What can be read of a row whatever its detail holds. */
    static void columns(WorkflowState workflow, WorkflowRow row) {
        workflow.internalId = row.internalId();
        workflow.latestVersion = row.latestVersion();
        workflow.activeVersion = row.activeVersion();
        workflow.lastInstanceId = row.lastInstanceId();
        workflow.deleted = row.deleted();
        workflow.modifyMillis = row.modifyMillis();
    }

    private static void fill(WorkflowState workflow, WorkflowRow row) {
        columns(workflow, row);
        var detail = StoredJson.parse(row.detail());
        if (detail.has("by")) {
            workflow.activation = Optional.of(new Activation(
                    UserJson.user(detail.get("by"), "by"), detail.path("at").longValue(0)));
        }
        if (detail.has("props")) {
            var snapshot = SnapshotJson.fromJson(detail.get("props"));
            workflow.snapshot = Optional.of(snapshot);
            workflow.laterProperties =
                    Later.of(detail.get("props"), SnapshotJson.toJson(workflow.id, snapshot).propertyNames());
        }
        workflow.tags = texts(detail.path("tags"));
        workflow.lastTimelineSeq = detail.path("log").longValue(0);
        workflow.blockingFailures = detail.path("failed").longValue(0);
        detail.path("keys").forEach(push -> workflow.recentPushes.put(
                push.get(0).stringValue(), new WorkflowState.Push(push.get(1).stringValue(), push.get(2).longValue())));
        detail.path("breaks").forEach(set -> workflow.breakpoints.put(
                set.get(0).stringValue(),
                new Breakpoint(UserJson.user(set.get(1), "by"), set.get(2).longValue())));
        workflow.revision = detail.path("revision").longValue(0);
        workflow.triggers = Triggers.fromJson(detail.get("triggers"));
        workflow.later = Later.of(detail, WORKFLOW);
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.stringValue()));
        return List.copyOf(texts);
    }

    /**
     * Puts a live run into memory; its workflow must be there, and for an iteration the run above. One that throws can
     * be undone like a decision.
     */
    public static RunState run(ShardState state, RunRow row, List<StepRow> steps, Plan plan) {
        var identity = RunIdentity.of(row);
        var head = RunHead.read(row.head());
        var iteration = head.iteration().map(ref -> EvolveRun.iteration(state, ref));
        var whole = iteration.flatMap(place -> place.step().plan.body()).orElse(plan);
        var dag = head.restart().map(restart -> whole.within(restart.dag())).orElse(whole);
        var run = new RunState(identity, dag, head, iteration);
        var tail = RunTail.read(row.tail());
        run.fresh = false;
        run.status = row.status();
        run.handedOver = tail.handedOver();
        run.createMillis = row.createMillis();
        run.startMillis = row.startMillis();
        run.endMillis = row.endMillis();
        run.modifyMillis = row.modifyMillis();
        run.order = tail.order();
        run.timeline = tail.timeline();
        run.artifacts = tail.artifacts();
        run.runStatus = tail.runStatus();
        run.later = tail.later();
        var journal = state.journal;
        journal.put(state.runs, run.key(), run);
        var permits = Evolve.permits(state, run);
        steps.forEach(step -> step(state, permits, run, step));
        count(run);
        if (iteration.isPresent()) {
            journal.put(iteration.get().step().attempt.loop.running, iteration.get().number(), run);
        } else {
            var workflow = state.workflows.get(row.workflowId());
            journal.put(run.queued() ? workflow.queued : workflow.running, WorkflowState.Place.of(run), run);
            journal.put(workflow.recentRequests, identity.uuid(), identity);
        }
        return run;
    }

    private static void step(ShardState state, Permits permits, RunState run, StepRow row) {
        var step = run.steps[run.plan.ordinal(row.stepId())];
        var attempt = attempt(row, StepDetail.read(row));
        step.attempt = attempt;
        if (attempt.status == StepStatus.PAUSED) {
            EvolveStep.pause(state, run, step, true);
        }
        boolean waits = attempt.status == StepStatus.WAITING_FOR_PERMITS;
        if (Evolve.holdsPermit(attempt.status)) {
            permits.acquire(state.journal, step.id());
        } else if (waits && attempt.order.isEmpty() && attempt.claims.complete()) {
            permits.await(state.journal, Evolve.place(run, step));
        }
    }

    private static Attempt attempt(StepRow row, StepDetail detail) {
        var attempt = new Attempt(
                row.attempt(), row.seq(), row.uuid(), row.status(), detail.times(), detail.retry());
        attempt.templateTags = detail.templateTags();
        attempt.satisfied = detail.satisfied().orElse(false);
        attempt.params = detail.params();
        attempt.conditions = new boolean[detail.conditions().size()];
        for (int i = 0; i < attempt.conditions.length; i++) {
            attempt.conditions[i] = detail.conditions().get(i);
        }
        attempt.timeoutMillis = detail.timeoutMillis();
        attempt.retryAtMillis = detail.retryAtMillis();
        attempt.key = detail.attemptKey();
        attempt.checkpoint = detail.checkpoint();
        attempt.order = detail.order();
        attempt.ending = detail.ending();
        attempt.restart = detail.restart();
        attempt.artifacts = detail.artifacts();
        attempt.loop = LoopRow.own(detail.artifacts()).map(LoopRows::state).orElse(null);
        attempt.earlier = attempt.loop == null ? LoopRows.state(detail.artifacts()) : null;
        attempt.child(ChildState.of(detail.artifacts()).orElse(null));
        attempt.earlierChild = detail.earlierChild().orElse(null);
        attempt.dependencies = detail.dependencies();
        attempt.outputs = detail.outputs();
        attempt.claims = detail.claims();
        attempt.later = detail.later();
        attempt.timeline = detail.timeline();
        return attempt;
    }

    /** What is derived: open predecessors, live and ready steps. */
    private static void count(RunState run) {
        for (var step : run.steps) {
            if (step.attempt.status.complete()) {
                step.plan.successors().forEach(successor -> run.steps[successor].openPredecessors--);
            }
        }
        for (var step : run.steps) {
            run.lastStepSeq = Math.max(run.lastStepSeq, step.attempt.seq);
            if (step.live()) {
                run.liveSteps++;
            } else if (step.startsByItself() && step.openPredecessors == 0 && run.status == InstanceStatus.IN_PROGRESS) {
                run.readySteps++;
            }
        }
    }
}
