package maestro.core.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.core.state.Event;
import maestro.core.state.RunIdentity;
import maestro.core.state.RunState;
import maestro.core.state.WorkflowState;
import maestro.model.Code;
import maestro.model.MaestroException;

/** What each command does to its workflow. Refusals are answers and change nothing. */
final class Commands {
    private Commands() {}

    static void decide(Turn turn, Command command, long ticket) {
        var workflow = turn.state().workflow(command.workflowId()).orElseThrow();
        Answer answer;
        try {
            answer = answer(turn, workflow, command);
        } catch (MaestroException refusal) {
            turn.undo();
            answer = new Answer.Refused(refusal);
        }
        turn.reply(ticket, answer);
    }

    private static Answer answer(Turn turn, WorkflowState workflow, Command command) {
        return switch (command) {
            case Command.Given(var condition, var then) ->
                ConditionRules.given(turn, workflow, condition, () -> answer(turn, workflow, then));
            case Command.Publish publish -> DefinitionRules.publish(turn, workflow, publish);
            case Command.ChangeProperties change -> DefinitionRules.change(turn, workflow, change);
            case Command.AddTag add -> DefinitionRules.addTag(turn, workflow, add);
            case Command.RemoveTag remove -> DefinitionRules.removeTag(turn, workflow, remove);
            case Command.Activate activate -> DefinitionRules.activate(turn, workflow, activate);
            case Command.Delete delete -> DefinitionRules.delete(turn, workflow, delete);
            case Command.Start start -> start(turn, workflow, start);
            case Command.EndInstance end -> end(turn, workflow, end);
            case Command.EndAll end -> endAll(turn, workflow, end);
            case Command.Restart restart -> RestartRules.restart(turn, workflow, restart);
            case Command.Unblock unblock -> RestartRules.unblock(turn, workflow, unblock);
            case Command.EndRun end -> ActionRules.endRun(turn, end);
            case Command.EndStep end -> ActionRules.endStep(turn, end);
            case Command.BypassStep bypass -> ActionRules.bypass(turn, bypass);
            case Command.RestartStep restart -> ActionRules.restartStep(turn, restart);
            case Command.SetBreakpoint set -> BreakpointRules.set(turn, workflow, set);
            case Command.DeleteBreakpoint delete -> BreakpointRules.delete(turn, workflow, delete);
            case Command.ListBreakpoints list -> BreakpointRules.list(workflow, list);
            case Command.ListPaused list -> BreakpointRules.paused(turn, workflow, list);
            case Command.ResumeStep resume -> BreakpointRules.resume(turn, resume);
            case Command.Release release -> SetAsideRules.release(turn, workflow, release);
        };
    }

    static void requireExists(WorkflowState workflow) {
        if (!workflow.exists()) {
            throw MaestroException.notFound("Workflow [" + workflow.id() + "] does not exist");
        }
    }

    private static Answer start(Turn turn, WorkflowState workflow, Command.Start start) {
        requireExists(workflow);
        if (workflow.internalId() != start.internalId()) {
            throw new MaestroException(
                    Code.CONFLICT,
                    "Workflow [" + workflow.id() + "] was deleted and created again meanwhile; try again");
        }
        return new Answer.Started(admit(turn, workflow, start.requests()));
    }

    /** Makes the runs that are not there yet; they join the queue together. */
    static List<Answer.Started.One> admit(Turn turn, WorkflowState workflow, List<Command.Start.Request> requests) {
        var answers = new ArrayList<Answer.Started.One>();
        var arrivals = new ArrayList<RunState>();
        for (var request : requests) {
            var known = known(workflow, request);
            if (known.isPresent()) {
                answers.add(new Answer.Started.One(
                        request.version(),
                        known.get().instanceId(),
                        known.get().runId(),
                        request.uuid(),
                        Answer.Started.Status.DUPLICATED,
                        turn.now()));
            } else {
                var run = create(turn, workflow, request);
                if (request.head().failure().isPresent()) {
                    answers.add(started(turn, run, Answer.Started.Status.CREATED));
                    RunRules.failBeforeStart(turn, run, request.head().failure().get());
                } else {
                    arrivals.add(run);
                    answers.add(null);
                }
            }
        }
        if (!arrivals.isEmpty()) {
            StrategyRules.arrived(turn, workflow, arrivals);
        }
        var next = arrivals.iterator();
        answers.replaceAll(answer -> answer != null ? answer : started(turn, next.next()));
        return List.copyOf(answers);
    }

    static Optional<Command.Start.Known> known(WorkflowState workflow, Command.Start.Request request) {
        return request.known()
                .or(() -> workflow.recentRequest(request.uuid())
                        .map(run -> new Command.Start.Known(run.instanceId(), run.runId())));
    }

    /** @throws MaestroException INTERNAL_ERROR when a run under this request id could not be written */
    static void requireWritable(Turn turn, Command.Start.Request request) {
        turn.state().refusedStart(request.uuid()).ifPresent(why -> {
            throw new MaestroException(Code.INTERNAL_ERROR, "The run cannot be stored: " + why);
        });
    }

    static RunState create(Turn turn, WorkflowState workflow, Command.Start.Request request) {
        requireWritable(turn, request);
        var identity = new RunIdentity(
                turn.state().nextRunKey(),
                workflow.id(),
                workflow.internalId(),
                workflow.lastInstanceId() + 1,
                1,
                request.version(),
                request.uuid());
        turn.emit(new Event.RunCreated(identity, request.plan(), request.head(), turn.now()));
        return turn.state().run(identity.runKey()).orElseThrow();
    }

    static Answer.Started.One started(Turn turn, RunState run) {
        boolean stopped = run.status().terminal();
        return started(turn, run, stopped ? Answer.Started.Status.STOPPED : Answer.Started.Status.CREATED);
    }

    private static Answer.Started.One started(Turn turn, RunState run, Answer.Started.Status status) {
        return new Answer.Started.One(
                run.identity().version(),
                run.identity().instanceId(),
                run.identity().runId(),
                run.identity().uuid(),
                status,
                turn.now());
    }

    private static Answer end(Turn turn, WorkflowState workflow, Command.EndInstance end) {
        var live = workflow.liveRun(end.instanceId());
        if (live.isEmpty()) {
            return workflow.setAside(end.instanceId())
                    .map(row -> SetAsideRules.end(turn, row, end.ending()))
                    .orElse(new Answer.InstanceEnded(Optional.empty(), false, turn.now()));
        }
        var run = live.get();
        if (end.runId().isPresent() && end.runId().get() != run.identity().runId()) {
            throw MaestroException.badRequest("Run [" + end.runId().get() + "] of instance ["
                    + end.instanceId() + "] is not its latest run [" + run.identity().runId()
                    + "]; only the latest one can be ended");
        }
        boolean queued = run.queued();
        RunRules.end(turn, run, end.ending(), end.user().name(), reason(end, queued));
        return new Answer.InstanceEnded(
                Optional.of(new Answer.InstanceEnded.Run(
                        run.identity().instanceId(), run.identity().runId(), run.status())),
                run.status().terminal(),
                turn.now());
    }

    private static String reason(Command.EndInstance end, boolean queued) {
        return queued
                ? "User [" + end.user().name() + "] take an action to " + end.ending()
                        + " the running workflow instance run"
                : "manual workflow instance API call";
    }

    private static Answer endAll(Turn turn, WorkflowState workflow, Command.EndAll all) {
        var queued = List.copyOf(workflow.queued());
        var running = List.copyOf(workflow.running());
        String reason = "All workflow instances of workflow id [" + workflow.id() + "] are terminated to status ["
                + all.ending().instance() + "] by the caller [" + all.user().name() + "]";
        for (var run : queued) {
            RunRules.end(turn, run, all.ending(), all.user().name(), reason);
        }
        for (var run : running) {
            RunRules.end(turn, run, all.ending(), all.user().name(), reason);
        }
        var resting = List.copyOf(workflow.setAside());
        resting.forEach(row -> SetAsideRules.end(turn, row, all.ending()));
        return new Answer.AllEnded(queued.size(), running.size() + resting.size(), turn.now());
    }
}
