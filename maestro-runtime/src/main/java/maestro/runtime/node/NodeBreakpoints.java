package maestro.runtime.node;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import maestro.core.restart.Lineage;
import maestro.core.row.RunHead;
import maestro.core.rule.Answer;
import maestro.core.rule.Command;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.runtime.engine.Breakpoints;
import maestro.runtime.engine.StepActionOutcome;

/** Breakpoints by way of the shard that holds the workflow. Thread-safe. */
final class NodeBreakpoints implements Breakpoints {
    private final Function<Command, Answer> shards;
    private final Pasts pasts;

    /** @param shards brings a command to its shard and waits for the durable answer */
    NodeBreakpoints(Function<Command, Answer> shards, Pasts pasts) {
        this.shards = shards;
        this.pasts = pasts;
    }

    @Override
    public Breakpoint set(String workflowId, String stepId, User caller) {
        var row = Selectors.require(pasts.reads().workflow(workflowId), workflowId);
        long version = Selectors.version(row, "default");
        if (!pasts.plans().plan(workflowId, row.internalId(), version).contains(stepId)) {
            throw MaestroException.badRequest(
                    "Version [" + version + "] of workflow [" + workflowId + "] has no step [" + stepId + "]");
        }
        return found(workflowId, new Command.SetBreakpoint(workflowId, stepId, caller)).getFirst();
    }

    @Override
    public List<Breakpoint> list(String workflowId, String stepId) {
        return found(workflowId, new Command.ListBreakpoints(workflowId, stepId));
    }

    private List<Breakpoint> found(String workflowId, Command command) {
        return ((Answer.Breakpoints) shards.apply(command)).set().entrySet().stream()
                .map(entry -> new Breakpoint(
                        workflowId,
                        entry.getKey(),
                        entry.getValue().by(),
                        entry.getValue().createMillis()))
                .toList();
    }

    @Override
    public Deleted delete(String workflowId, String stepId, boolean resume, User caller) {
        var answer = (Answer.BreakpointDeleted)
                shards.apply(new Command.DeleteBreakpoint(workflowId, stepId, resume, caller));
        return new Deleted(answer.resumed(), answer.atMillis());
    }

    @Override
    public List<Paused> paused(String workflowId, String stepId) {
        var answer = (Answer.Paused) shards.apply(new Command.ListPaused(workflowId, stepId));
        return answer.attempts().stream()
                .map(one -> new Paused(
                        one.run().workflowId(),
                        one.run().version(),
                        one.run().instanceId(),
                        one.run().runId(),
                        one.stepId(),
                        one.attempt(),
                        one.pauseMillis()))
                .toList();
    }

    @Override
    public StepActionOutcome resume(
            String workflowId, long instanceId, long runId, String stepId, int attempt, User caller) {
        var run = pasts.reads()
                .run(workflowId, instanceId, runId)
                .orElseThrow(() -> MaestroException.notFound("Workflow [" + workflowId + "] has no run [" + runId
                        + "] of instance [" + instanceId + "]"));
        String ownerId = Lineage.owner(run, RunHead.read(run.head()));
        var answer = (Answer.StepTaken)
                shards.apply(new Command.ResumeStep(ownerId, run.runKey(), stepId, attempt, caller));
        return new StepActionOutcome(
                workflowId,
                instanceId,
                runId,
                stepId,
                attempt,
                Optional.empty(),
                "User [" + caller.name() + "] resumed the attempt [" + attempt + "] of the step",
                answer.atMillis());
    }
}
