package maestro.core.state;

import java.util.Optional;
import maestro.core.row.ChildState;
import maestro.core.row.PastStep;
import maestro.core.row.Timelines;
import maestro.core.wait.Dependencies;
import maestro.model.run.StepStatus;

/** How events about an attempt change its step; part of {@link Evolve}. */
final class EvolveStep {
    private EvolveStep() {}

    static void apply(ShardState state, Event.OfStep event) {
        var run = state.runs.get(event.runKey());
        var step = run.steps[event.ordinal()];
        var journal = state.journal;
        step.save(journal);
        boolean paused = step.attempt.status == StepStatus.PAUSED;
        switch (event) {
            case Event.StepCreated created -> create(state, run, step, created);
            case Event.StepRestarted(_, _, var config) -> step.attempt.restart = Optional.of(config);
            case Event.StepSatisfied(_, _, var satisfied, var timeoutMillis) -> {
                step.attempt.satisfied = satisfied;
                step.attempt.timeoutMillis = timeoutMillis;
            }
            case Event.StepReached(_, _, var status, var at) -> {
                step.attempt.status = status;
                step.attempt.times = step.attempt.times.reached(status, at);
                if (status == StepStatus.STARTING) {
                    Evolve.permits(state, run).acquire(journal, step.id());
                    Evolve.permits(state, run).forget(journal, Evolve.place(run, step));
                }
            }
            case Event.StepParamsSet(_, _, var params) -> step.attempt.params = params;
            case Event.StepTagged(_, _, var tags) -> step.attempt.templateTags = tags;
            case Event.StepQueuedForPermit _ -> Evolve.permits(state, run).await(journal, Evolve.place(run, step));
            case Event.StepLaunched(_, _, var attemptKey) -> step.attempt.key = attemptKey;
            case Event.StepCheckpointed(_, _, var checkpoint) -> step.attempt.checkpoint = checkpoint;
            case Event.StepArtifactsSet(_, _, var artifacts) -> step.attempt.artifacts = artifacts;
            case Event.StepNoted(_, _, var entry, var at) -> {
                step.attempt.timeline = Timelines.with(step.attempt.timeline, entry);
                step.attempt.times = step.attempt.times.modified(at);
            }
            case Event.StepOrdered(_, _, var order) -> {
                step.attempt.order = Optional.of(order);
                Evolve.permits(state, run).forget(journal, Evolve.place(run, step));
            }
            case Event.StepEnding(_, _, var ending) -> step.attempt.ending = Optional.of(ending);
            case Event.StepEnded ended -> end(state, run, step, ended);
            case Event.ConditionsEvaluated(_, _, var results) -> step.attempt.conditions = results;
            case Event.ForeachBegun begun -> LoopBegin.foreach(step, begun);
            case Event.WhileBegun begun -> LoopBegin.repeated(step, begun);
            case Event.IterationQueued(_, _, var number, var again) -> {
                if (step.attempt.loop instanceof LoopState.Foreach foreach) {
                    foreach.reopen(journal, number);
                }
                journal.put(step.attempt.loop.queued, number, again);
            }
            case Event.IterationAwaited(_, _, var number, var again) -> {
                step.attempt.loop.save(journal);
                step.attempt.loop.await(journal, number, again);
            }
            case Event.LeavesForgotten(_, _, var leaves) -> {
                journal.note(step.attempt.loop.rollup.beforeSubtracting());
                step.attempt.loop.rollup.subtract(leaves);
            }
            case Event.ChildKnown(_, _, var child) -> {
                step.attempt.child(child);
                step.attempt.earlierChild = null;
            }
            case Event.WhileAdvanced(_, _, var values) -> {
                step.attempt.loop.save(journal);
                ((LoopState.While) step.attempt.loop).values = values;
            }
            case Event.DependenciesSet(_, _, var dependencies) -> step.attempt.dependencies = dependencies;
            case Event.OutputsSet(_, _, var outputs) -> step.attempt.outputs = outputs;
            case Event.StepClaims(_, _, var claims) -> step.attempt.claims = claims;
            case Event.SuccessorsReleased _ -> release(journal, run, step);
        }
        if (paused != (step.attempt.status == StepStatus.PAUSED)) {
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
        if (step.changed && step.created()) {
            state.journal.append(state.closedAttempts, Projection.row(run, step));
        }
        if (step.startsByItself()) {
            run.readySteps--;
        }
        step.placeholder = false;
        if (!step.live()) {
            run.liveSteps++;
        }
        var next = step.attempt.next(created);
        next.earlier = LoopBegin.earlier(run, step);
        next.earlierChild = earlierChild(run, step);
        if (next.number == 1) {
            next.dependencies = run.past(step.id()).map(PastStep::dependencies).orElse(Dependencies.NONE);
        }
        step.attempt = next;
        run.lastStepSeq = Math.max(run.lastStepSeq, created.seq());
    }

    /** The run that the attempt before the one being made knew: of this run, or of an earlier one. */
    private static ChildState earlierChild(RunState run, StepState step) {
        if (step.attempt.child() != null || step.attempt.earlierChild != null) {
            return step.attempt.child() != null ? step.attempt.child() : step.attempt.earlierChild;
        }
        return run.past(step.id()).flatMap(PastStep::child).orElse(null);
    }

    private static void end(ShardState state, RunState run, StepState step, Event.StepEnded ended) {
        var journal = state.journal;
        run.save(journal);
        if (Evolve.holdsPermit(step.attempt.status)) {
            Evolve.permits(state, run).release(journal, step.id());
        }
        Evolve.permits(state, run).forget(journal, Evolve.place(run, step));
        boolean wasLive = step.live();
        step.attempt.status = ended.status();
        step.attempt.times = step.attempt.times.reached(ended.status(), ended.at());
        step.attempt.retryAtMillis = ended.retryAt();
        step.attempt.order = Optional.empty();
        step.attempt.ending = Optional.empty();
        if (ended.status().restartable()) {
            step.attempt.retry = step.attempt.retry.exhausted();
        }
        if (wasLive && !step.live()) {
            run.liveSteps--;
        }
    }
}
