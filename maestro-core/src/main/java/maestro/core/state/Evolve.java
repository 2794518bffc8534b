package maestro.core.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.core.row.Activation;
import maestro.core.row.IterationRef;
import maestro.core.row.Later;
import maestro.core.row.MessageRow;
import maestro.core.row.SnapshotJson;
import maestro.core.row.StepTimes;
import maestro.core.row.StoredJson;
import maestro.core.row.TimelineRow;
import maestro.core.row.VersionRow;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;

/** How each event changes the state (design law 2). The only writer of state; no decisions here. */
public final class Evolve {
    private Evolve() {}

    public static void apply(ShardState state, Event event) {
        state.sequence++;
        switch (event) {
            case Event.OfWorkflow change -> workflow(state, change);
            case Event.LetterSent(var toShard, var workflowId, var payload) ->
                state.sent.add(new MessageRow(toShard, state.shard, state.sequence, workflowId, payload));
            case Event.LetterTaken(var key) -> state.taken.add(key);
            case Event.OfStep change -> step(state, change);
            case Event.OfRun change -> run(state, change);
        }
    }

    private static void workflow(ShardState state, Event.OfWorkflow event) {
        var workflow = state.workflows.get(event.workflowId());
        switch (event) {
            case Event.VersionPublished published -> publish(state, workflow, published);
            case Event.PropertiesChanged(_, var snapshot, var at) -> {
                workflow.snapshot = Optional.of(snapshot);
                workflow.modifyMillis = at;
                state.newSnapshots.add(SnapshotJson.row(workflow.id, workflow.internalId, snapshot));
            }
            case Event.ActiveVersionChanged(_, var version, var author, var at) -> {
                workflow.activeVersion = version;
                workflow.activation = version == 0 ? Optional.empty() : Optional.of(new Activation(author, at));
                workflow.modifyMillis = at;
            }
            case Event.PushNoted(_, var key, var fingerprint, var version) -> {
                workflow.recentPushes.putLast(key, new WorkflowState.Push(fingerprint, version));
                if (workflow.recentPushes.size() > WorkflowState.RECENT_PUSHES_MAX) {
                    workflow.recentPushes.pollFirstEntry();
                }
            }
            case Event.HistoryNoted(_, var author, var log, var at) ->
                state.newHistory.add(new TimelineRow(
                        workflow.id, workflow.internalId, ++workflow.lastTimelineSeq, at, author.name(), log));
            case Event.WorkflowDeleted(_, var at) -> {
                workflow.deleted = true;
                workflow.breakpoints.clear();
                workflow.activeVersion = 0;
                workflow.activation = Optional.empty();
                workflow.blockingFailures = 0;
                workflow.recentRequests.clear();
                workflow.recentPushes.clear();
                workflow.modifyMillis = at;
            }
            case Event.BreakpointSet(_, var stepId, var breakpoint) -> workflow.breakpoints.put(stepId, breakpoint);
            case Event.BreakpointRemoved(_, var stepId) -> workflow.breakpoints.remove(stepId);
            case Event.RunUnblocked(_, var row, var freed, var at) -> {
                workflow.blockingFailures -= freed ? 1 : 0;
                workflow.revision++;
                workflow.modifyMillis = at;
                state.unblockedRuns.put(row.runKey(), row);
            }
        }
        state.touchedWorkflows.add(workflow);
    }

    /** Names of the tags in a definition. */
    private static List<String> tags(VersionRow version) {
        var names = new ArrayList<String>();
        StoredJson.parse(version.definition())
                .path("tags")
                .forEach(tag -> names.add(tag.path("name").stringValue("")));
        return List.copyOf(names);
    }

    private static void publish(ShardState state, WorkflowState workflow, Event.VersionPublished published) {
        var version = published.version();
        workflow.deleted = false;
        workflow.internalId = version.internalId();
        workflow.latestVersion = version.version();
        workflow.tags = tags(version);
        workflow.modifyMillis = published.at();
        if (published.activated()) {
            workflow.activeVersion = version.version();
            workflow.activation = Optional.of(new Activation(published.author(), published.at()));
        }
        if (published.snapshot().isPresent()) {
            workflow.snapshot = published.snapshot();
            state.newSnapshots.add(
                    SnapshotJson.row(workflow.id, workflow.internalId, published.snapshot().get()));
        }
        state.newVersions.add(version);
    }

    private static void run(ShardState state, Event.OfRun event) {
        if (event instanceof Event.RunCreated created) {
            create(state, created);
            return;
        }
        var run = state.runs.get(event.runKey());
        switch (event) {
            case Event.RunDequeued(_, var at) -> {
                run.handedOver = true;
                run.status = InstanceStatus.IN_PROGRESS;
                run.startMillis = at;
                run.readySteps = (int) run.plan.steps().stream()
                        .filter(step -> step.root() && !run.steps[step.ordinal()].placeholder)
                        .count();
                run.modifyMillis = at;
                if (run.iteration.isEmpty()) {
                    var workflow = state.workflows.get(run.ownerId());
                    workflow.queued.remove(WorkflowState.Place.of(run));
                    workflow.running.put(WorkflowState.Place.of(run), run);
                }
            }
            case Event.RunNoted(_, var entry, var at) -> {
                run.timeline = Timelines.with(run.timeline, entry);
                run.modifyMillis = at;
            }
            case Event.RunOrdered(_, var order) -> {
                run.order = Optional.of(order);
                run.modifyMillis = order.atMillis();
            }
            case Event.RunEnded(_, var status, var runStatus, var at) -> {
                run.runStatus = status == runStatus ? Optional.empty() : Optional.of(runStatus);
                end(state, run, status, at);
            }
            case Event.RunCreated _, Event.OfStep _ -> throw new IllegalStateException("handled apart: " + event);
        }
        state.touchedRuns.add(run);
    }

    private static void create(ShardState state, Event.RunCreated created) {
        var iteration = created.head().iteration().map(ref -> iteration(state, ref));
        var run = new RunState(created.identity(), created.plan(), created.head(), iteration);
        run.createMillis = created.at();
        run.modifyMillis = created.at();
        state.runs.put(run.key(), run);
        state.touchedRuns.add(run);
        if (iteration.isPresent()) {
            launch(state, run, iteration.get());
            return;
        }
        var workflow = state.workflows.get(run.ownerId());
        workflow.lastInstanceId =
                Math.max(workflow.lastInstanceId, created.identity().instanceId());
        if (created.identity().runId() > 1) {
            workflow.revision++;
        }
        workflow.queued.put(WorkflowState.Place.of(run), run);
        remember(workflow, run.identity());
        state.touchedWorkflows.add(workflow);
    }

    static RunState.Iteration iteration(ShardState state, IterationRef ref) {
        var parent = state.runs.get(ref.parentKey());
        return new RunState.Iteration(parent, parent.steps[ref.ordinal()], ref.number());
    }

    private static void launch(ShardState state, RunState run, RunState.Iteration iteration) {
        var loop = iteration.step().loop;
        run.model = loop.model;
        if (loop.model.isEmpty() && run.head.restart().isEmpty()) {
            loop.model = Optional.of(new LoopState.Model(run.key(), run.head));
        }
        loop.launch(iteration.number(), run);
        touch(state, iteration.parent(), iteration.step());
    }

    private static void remember(WorkflowState workflow, RunIdentity identity) {
        workflow.recentRequests.put(identity.uuid(), identity);
        if (workflow.recentRequests.size() > WorkflowState.RECENT_REQUESTS_MAX) {
            workflow.recentRequests.pollFirstEntry();
        }
    }

    private static void end(ShardState state, RunState run, InstanceStatus status, long at) {
        run.status = status;
        run.endMillis = at;
        run.modifyMillis = at;
        run.order = Optional.empty();
        state.runs.remove(run.key());
        if (run.iteration.isPresent()) {
            endIteration(state, run, run.iteration.get());
            return;
        }
        var workflow = state.workflows.get(run.ownerId());
        workflow.queued.remove(WorkflowState.Place.of(run));
        workflow.running.remove(WorkflowState.Place.of(run));
        if (status == InstanceStatus.FAILED) {
            workflow.blockingFailures++;
            state.touchedWorkflows.add(workflow);
        }
    }

    private static void endIteration(ShardState state, RunState run, RunState.Iteration iteration) {
        var loop = iteration.step().loop;
        loop.running.remove(iteration.number());
        loop.ended(iteration.number(), run.status);
        if (loop instanceof LoopState.While repeated) {
            repeated.lastOverview = Json.text(RunOverview.toJson(run));
        }
        loop.rollup.add(Rollups.of(run));
        touch(state, iteration.parent(), iteration.step());
    }

    private static void step(ShardState state, Event.OfStep event) {
        var run = state.runs.get(event.runKey());
        var step = run.steps[event.ordinal()];
        boolean paused = step.status == StepStatus.PAUSED;
        switch (event) {
            case Event.StepCreated created -> create(state, run, step, created);
            case Event.StepRestarted(_, _, var config) -> step.restart = Optional.of(config);
            case Event.StepSatisfied(_, _, var satisfied, var timeoutMillis) -> {
                step.satisfied = satisfied;
                step.timeoutMillis = timeoutMillis;
            }
            case Event.StepReached(_, _, var status, var at) -> {
                step.status = status;
                step.times = step.times.reached(status, at);
                if (status == StepStatus.STARTING) {
                    permits(state, run).acquire(step.id());
                    permits(state, run).forget(place(run, step));
                }
            }
            case Event.StepParamsSet(_, _, var params) -> step.params = params;
            case Event.StepTagged(_, _, var tags) -> step.templateTags = tags;
            case Event.StepQueuedForPermit _ -> permits(state, run).await(place(run, step));
            case Event.StepLaunched(_, _, var attemptKey) -> step.attemptKey = attemptKey;
            case Event.StepCheckpointed(_, _, var checkpoint) -> step.checkpoint = checkpoint;
            case Event.StepArtifactsSet(_, _, var artifacts) -> step.artifacts = artifacts;
            case Event.StepNoted(_, _, var entry, var at) -> {
                step.timeline = Timelines.with(step.timeline, entry);
                step.times = step.times.modified(at);
            }
            case Event.StepOrdered(_, _, var order) -> {
                step.order = Optional.of(order);
                permits(state, run).forget(place(run, step));
            }
            case Event.StepEnding(_, _, var ending) -> step.ending = Optional.of(ending);
            case Event.StepEnded ended -> end(state, run, step, ended);
            case Event.ConditionsEvaluated(_, _, var results) -> step.conditions = results;
            case Event.ForeachBegun begun -> LoopBegin.foreach(step, begun);
            case Event.WhileBegun begun -> LoopBegin.repeated(step, begun);
            case Event.IterationQueued(_, _, var number, var again) -> {
                if (step.loop instanceof LoopState.Foreach foreach) {
                    foreach.reopen(number);
                }
                step.loop.queued.put(number, again);
            }
            case Event.IterationAwaited(_, _, var number, var again) -> step.loop.await(number, again);
            case Event.LeavesForgotten(_, _, var leaves) -> step.loop.rollup.subtract(leaves);
            case Event.ChildKnown(_, _, var child) -> {
                step.child(child);
                step.earlierChild = null;
            }
            case Event.WhileAdvanced(_, _, var values) -> ((LoopState.While) step.loop).values = values;
            case Event.SuccessorsReleased _ -> {
                for (int successor : step.plan.successors()) {
                    if (--run.steps[successor].openPredecessors == 0) {
                        run.readySteps++;
                    }
                }
            }
        }
        if (paused != (step.status == StepStatus.PAUSED)) {
            pause(state, run, step, !paused);
        }
        touch(state, run, step);
    }

    static void pause(ShardState state, RunState run, StepState step, boolean rests) {
        var paused = state.workflows.get(run.ownerId()).paused;
        if (rests) {
            paused.add(place(run, step));
        } else {
            paused.remove(place(run, step));
        }
    }

    private static void create(ShardState state, RunState run, StepState step, Event.StepCreated created) {
        if (step.changed && step.attempt > 0) {
            state.closedAttempts.add(Projection.row(run, step));
        }
        if (step.startsByItself()) {
            run.readySteps--;
        }
        step.placeholder = false;
        step.restart = Optional.empty();
        if (!step.live()) {
            run.liveSteps++;
        }
        step.attempt = created.attempt();
        step.seq = created.seq();
        step.uuid = created.uuid();
        step.retry = created.retry();
        step.status = StepStatus.CREATED;
        step.times = StepTimes.NONE.reached(StepStatus.CREATED, created.at());
        step.params = java.util.Map.of();
        step.templateTags = java.util.List.of();
        step.conditions = StepState.NO_CONDITIONS;
        step.earlier = LoopBegin.earlier(run, step);
        step.earlierChild = ChildState.earlier(run, step);
        step.loop = null;
        step.child(null);
        step.artifacts = java.util.Map.of();
        step.timeline = java.util.List.of();
        step.order = Optional.empty();
        step.ending = Optional.empty();
        step.later = Later.NONE;
        step.attemptKey = "";
        step.checkpoint = "";
        step.retryAtMillis = 0;
        run.lastStepSeq = Math.max(run.lastStepSeq, created.seq());
    }

    private static void end(ShardState state, RunState run, StepState step, Event.StepEnded ended) {
        if (holdsPermit(step.status)) {
            permits(state, run).release(step.id());
        }
        permits(state, run).forget(place(run, step));
        boolean wasLive = step.live();
        step.status = ended.status();
        step.times = step.times.reached(ended.status(), ended.at());
        step.retryAtMillis = ended.retryAt();
        step.order = Optional.empty();
        step.ending = Optional.empty();
        if (ended.status().restartable()) {
            step.retry = step.retry.exhausted();
        }
        if (wasLive && !step.live()) {
            run.liveSteps--;
        }
    }

    static boolean holdsPermit(StepStatus status) {
        return status == StepStatus.STARTING || status == StepStatus.RUNNING || status == StepStatus.FINISHING;
    }

    /** The permits that a run's steps share: those of its workflow, or those of its loop (execution.md §8.3). */
    static Permits permits(ShardState state, RunState run) {
        return run.iteration.isPresent()
                ? run.iteration.get().step().loop.permits
                : state.workflows.get(run.ownerId()).permits;
    }

    static Permits.Place place(RunState run, StepState step) {
        return new Permits.Place(run.key(), step.ordinal(), step.id());
    }

    private static void touch(ShardState state, RunState run, StepState step) {
        if (!step.changed) {
            step.changed = true;
            state.touchedSteps.add(new ShardState.Touched(run, step));
        }
    }
}
