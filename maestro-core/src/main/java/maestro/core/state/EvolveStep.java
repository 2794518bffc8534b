package maestro.core.state;

import java.util.Optional;
import maestro.core.permit.Claims;
import maestro.core.row.ChildState;
import maestro.core.row.Later;
import maestro.core.row.PastStep;
import maestro.core.row.StepTimes;
import maestro.core.row.Timelines;
import maestro.core.wait.Dependencies;
import maestro.core.wait.Outputs;
import maestro.model.run.StepStatus;

/** How events about an attempt change its step; part of {@link Evolve}. */
final class EvolveStep {
    private EvolveStep() {}

    static void apply(ShardState state, Event.OfStep event) {
        var run = state.runs.get(event.runKey());
        var step = run.steps[event.ordinal()];
        var journal = state.journal;
        step.save(journal);
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
                    Evolve.permits(state, run).acquire(journal, step.id());
                    Evolve.permits(state, run).forget(journal, Evolve.place(run, step));
                }
            }
            case Event.StepParamsSet(_, _, var params) -> step.params = params;
            case Event.StepTagged(_, _, var tags) -> step.templateTags = tags;
            case Event.StepQueuedForPermit _ -> Evolve.permits(state, run).await(journal, Evolve.place(run, step));
            case Event.StepLaunched(_, _, var attemptKey) -> step.attemptKey = attemptKey;
            case Event.StepCheckpointed(_, _, var checkpoint) -> step.checkpoint = checkpoint;
            case Event.StepArtifactsSet(_, _, var artifacts) -> step.artifacts = artifacts;
            case Event.StepNoted(_, _, var entry, var at) -> {
                step.timeline = Timelines.with(step.timeline, entry);
                step.times = step.times.modified(at);
            }
            case Event.StepOrdered(_, _, var order) -> {
                step.order = Optional.of(order);
                Evolve.permits(state, run).forget(journal, Evolve.place(run, step));
            }
            case Event.StepEnding(_, _, var ending) -> step.ending = Optional.of(ending);
            case Event.StepEnded ended -> end(state, run, step, ended);
            case Event.ConditionsEvaluated(_, _, var results) -> step.conditions = results;
            case Event.ForeachBegun begun -> LoopBegin.foreach(step, begun);
            case Event.WhileBegun begun -> LoopBegin.repeated(step, begun);
            case Event.IterationQueued(_, _, var number, var again) -> {
                if (step.loop instanceof LoopState.Foreach foreach) {
                    foreach.reopen(journal, number);
                }
                journal.put(step.loop.queued, number, again);
            }
            case Event.IterationAwaited(_, _, var number, var again) -> {
                step.loop.save(journal);
                step.loop.await(journal, number, again);
            }
            case Event.LeavesForgotten(_, _, var leaves) -> {
                journal.note(step.loop.rollup.beforeSubtracting());
                step.loop.rollup.subtract(leaves);
            }
            case Event.ChildKnown(_, _, var child) -> {
                step.child(child);
                step.earlierChild = null;
            }
            case Event.WhileAdvanced(_, _, var values) -> {
                step.loop.save(journal);
                ((LoopState.While) step.loop).values = values;
            }
            case Event.DependenciesSet(_, _, var dependencies) -> step.dependencies = dependencies;
            case Event.OutputsSet(_, _, var outputs) -> step.outputs = outputs;
            case Event.StepClaims(_, _, var claims) -> step.claims = claims;
            case Event.SuccessorsReleased _ -> release(journal, run, step);
        }
        if (paused != (step.status == StepStatus.PAUSED)) {
            pause(state, run, step, !paused);
        }
        Evolve.touch(state, run, step);
    }

    private static void release(Journal journal, RunState run, StepState step) {
        run.save(journal);
        for (int successor : step.plan.successors()) {
            if (--run.steps[successor].openPredecessors == 0) {
                run.readySteps++;
            }
        }
        journal.note(() -> step.plan.successors().forEach(successor -> run.steps[successor].openPredecessors++));
    }

    static void pause(ShardState state, RunState run, StepState step, boolean rests) {
        var paused = state.workflows.get(run.ownerId()).paused;
        if (rests) {
            state.journal.add(paused, Evolve.place(run, step));
        } else {
            state.journal.remove(paused, Evolve.place(run, step));
        }
    }

    private static void create(ShardState state, RunState run, StepState step, Event.StepCreated created) {
        run.save(state.journal);
        if (step.changed && step.attempt > 0) {
            state.journal.append(state.closedAttempts, Projection.row(run, step));
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
        step.earlierChild = earlierChild(run, step);
        step.loop = null;
        step.child(null);
        if (step.attempt == 1) {
            step.dependencies = run.past(step.id()).map(PastStep::dependencies).orElse(Dependencies.NONE);
        }
        step.outputs = Outputs.NONE;
        step.claims = Claims.NONE;
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

    /** The run that the attempt before the one being made knew: of this run, or of an earlier one. */
    private static ChildState earlierChild(RunState run, StepState step) {
        if (step.child != null || step.earlierChild != null) {
            return step.child != null ? step.child : step.earlierChild;
        }
        return run.past(step.id()).flatMap(PastStep::child).orElse(null);
    }

    private static void end(ShardState state, RunState run, StepState step, Event.StepEnded ended) {
        var journal = state.journal;
        run.save(journal);
        if (Evolve.holdsPermit(step.status)) {
            Evolve.permits(state, run).release(journal, step.id());
        }
        Evolve.permits(state, run).forget(journal, Evolve.place(run, step));
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
}
