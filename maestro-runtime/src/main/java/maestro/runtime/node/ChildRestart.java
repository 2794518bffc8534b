package maestro.runtime.node;

import java.util.Optional;
import maestro.core.param.Clocked;
import maestro.core.restart.Past;
import maestro.core.row.RunRow;
import maestro.core.rule.Command;
import maestro.core.rule.Letter;
import maestro.core.rule.Message;
import maestro.core.rule.RuleConfig;
import maestro.core.start.RestartPreparation;
import maestro.model.MaestroException;
import maestro.runtime.store.Reads;

/**
 * Reads and evaluates what the new run of an instance needs that a subworkflow step started before (composite-steps.md
 * §4.4), off the shard's loop. What changes until the shard decides is noticed there, and read again. Thread-safe.
 */
final class ChildRestart {
    private final ChildPreparation.Plans plans;
    private final Reads reads;
    private final RestartPreparation preparation;

    ChildRestart(ChildPreparation.Plans plans, Reads reads, RuleConfig rules) {
        this.plans = plans;
        this.reads = reads;
        this.preparation = new RestartPreparation(rules);
    }

    /** @throws MaestroException when the instance is gone or goes on, or its params cannot be evaluated */
    Message.Prepared.Child prepare(
            Letter.StartChild letter,
            Letter.StartChild.Again again,
            ChildPreparation.Evaluator evaluator,
            Clocked now) {
        long revision = reads.workflow(letter.workflowId()).map(row -> row.revision()).orElse(0L);
        var last = last(letter.workflowId(), again.instanceId());
        var past = Past.of(last, reads.steps(last.runKey()));
        var plan = plans.plan(last.workflowId(), last.internalId(), last.version());
        var asked = new RestartPreparation.Asked(
                letter.initiator(), letter.params(), Optional.of(letter.parent()), Pasts.alerting(reads, past),
                now.nowMillis());
        var head = evaluator.call(
                letter.workflowId(),
                budget -> preparation.head(past, plan, again.policy(), again.config(), asked, now, budget));
        var dag = plan.within(head.restart().orElseThrow().dag());
        var request = new Command.Start.Request(letter.uuid(), last.version(), dag, head, Optional.empty());
        return new Message.Prepared.Child.Again(new Command.Restart(last.workflowId(), revision, last, request));
    }

    private RunRow last(String workflowId, long instanceId) {
        var last = reads.latestRun(workflowId, instanceId)
                .orElseThrow(() -> MaestroException.notFound("Workflow [" + workflowId + "] has no instance ["
                        + instanceId + "] any more, so that it cannot be restarted"));
        if (last.live()) {
            throw MaestroException.badRequest("Instance [" + instanceId + "] of workflow [" + workflowId
                    + "] cannot be restarted: its latest run [" + last.runId() + "] is in non-terminal status ["
                    + last.status() + "]");
        }
        return last;
    }
}
