package maestro.core.state;

import java.util.List;
import java.util.Optional;
import maestro.core.row.IterationRef;
import maestro.core.row.Timelines;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;

/** How events about a run change it; part of {@link Evolve}. */
final class EvolveRun {
    private EvolveRun() {}

    static void apply(ShardState state, Event.OfRun event) {
        if (event instanceof Event.RunCreated created) {
            create(state, created);
            return;
        }
        var journal = state.journal;
        var run = state.runs.get(event.runKey());
        run.save(journal);
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
                    journal.remove(workflow.queued, WorkflowState.Place.of(run));
                    journal.put(workflow.running, WorkflowState.Place.of(run), run);
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
                hooks(state, run, status, at);
                end(state, run, status, at);
            }
            case Event.RunCreated _, Event.OfStep _ -> throw new IllegalStateException("handled apart: " + event);
        }
        journal.add(state.touchedRuns, run);
    }

    private static void create(ShardState state, Event.RunCreated created) {
        var iteration = created.head().iteration().map(ref -> iteration(state, ref));
        var run = new RunState(created.identity(), created.plan(), created.head(), iteration);
        run.createMillis = created.at();
        run.modifyMillis = created.at();
        var journal = state.journal;
        journal.put(state.runs, run.key(), run);
        journal.add(state.touchedRuns, run);
        if (iteration.isPresent()) {
            launch(state, run, iteration.get());
            return;
        }
        var workflow = state.workflows.get(run.ownerId());
        workflow.save(journal);
        workflow.lastInstanceId =
                Math.max(workflow.lastInstanceId, created.identity().instanceId());
        if (created.identity().runId() > 1) {
            workflow.revision++;
        }
        journal.put(workflow.queued, WorkflowState.Place.of(run), run);
        remember(journal, workflow, run.identity());
        journal.add(state.touchedWorkflows, workflow);
    }

    static RunState.Iteration iteration(ShardState state, IterationRef ref) {
        var parent = state.runs.get(ref.parentKey());
        return new RunState.Iteration(parent, parent.steps[ref.ordinal()], ref.number());
    }

    private static void launch(ShardState state, RunState run, RunState.Iteration iteration) {
        var loop = iteration.step().attempt.loop;
        loop.save(state.journal);
        run.model = loop.model;
        if (loop.model.isEmpty() && run.head.restart().isEmpty()) {
            loop.model = Optional.of(new LoopState.Model(run.key(), run.head));
        }
        loop.launch(state.journal, iteration.number(), run);
        Evolve.touch(state, iteration.parent(), iteration.step());
    }

    private static void remember(Journal journal, WorkflowState workflow, RunIdentity identity) {
        journal.put(workflow.recentRequests, identity.uuid(), identity);
        if (workflow.recentRequests.size() > WorkflowState.RECENT_REQUESTS_MAX) {
            journal.removeFirst(workflow.recentRequests);
        }
    }

    private static void hooks(ShardState state, RunState run, InstanceStatus status, long at) {
        var rows = RunHooks.of(run, status, at);
        if (!rows.isEmpty()) {
            rows.forEach(row -> state.journal.append(state.newHooks, row));
            run.timeline = Timelines.with(run.timeline, RunHooks.entry(rows, at));
        }
    }

    private static void end(ShardState state, RunState run, InstanceStatus status, long at) {
        run.status = status;
        run.endMillis = at;
        run.modifyMillis = at;
        run.order = Optional.empty();
        var journal = state.journal;
        journal.remove(state.runs, run.key());
        if (run.iteration.isPresent()) {
            endIteration(state, run, run.iteration.get());
            return;
        }
        var workflow = state.workflows.get(run.ownerId());
        journal.remove(workflow.queued, WorkflowState.Place.of(run));
        journal.remove(workflow.running, WorkflowState.Place.of(run));
        if (status == InstanceStatus.FAILED) {
            workflow.save(journal);
            workflow.blockingFailures++;
            journal.add(state.touchedWorkflows, workflow);
        }
    }

    private static void endIteration(ShardState state, RunState run, RunState.Iteration iteration) {
        var journal = state.journal;
        var loop = iteration.step().attempt.loop;
        loop.save(journal);
        journal.remove(loop.running, iteration.number());
        loop.ended(journal, iteration.number(), run.status);
        if (loop instanceof LoopState.While repeated) {
            repeated.lastOverview = Json.text(RunOverview.toJson(run));
        }
        var leaves = Rollups.of(run);
        journal.note(loop.rollup.beforeAdding(leaves));
        loop.rollup.add(leaves);
        Evolve.touch(state, iteration.parent(), iteration.step());
    }

    /** Takes a run and its live iterations out of memory; what was decided about them so far is written as it is. */
    static void remove(ShardState state, RunState run) {
        var journal = state.journal;
        for (var step : run.steps) {
            if (step.attempt.loop != null) {
                List.copyOf(step.attempt.loop.running.values()).forEach(iteration -> remove(state, iteration));
            }
            if (Evolve.holdsPermit(step.attempt.status)) {
                Evolve.permits(state, run).release(journal, step.id());
            }
            Evolve.permits(state, run).forget(journal, Evolve.place(run, step));
            if (step.attempt.status == StepStatus.PAUSED) {
                EvolveStep.pause(state, run, step, false);
            }
        }
        journal.remove(state.runs, run.key());
        if (run.iteration.isEmpty()) {
            var workflow = state.workflows.get(run.ownerId());
            journal.remove(workflow.queued, WorkflowState.Place.of(run));
            journal.remove(workflow.running, WorkflowState.Place.of(run));
        }
    }

    /** The keys of a run and of its live iterations at any depth. */
    static void keys(RunState run, List<Long> into) {
        into.add(run.key());
        for (var step : run.steps) {
            if (step.attempt.loop != null) {
                step.attempt.loop.running.values().forEach(iteration -> keys(iteration, into));
            }
        }
    }
}
