package maestro.runtime.node;

import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import maestro.core.dag.Plan;
import maestro.core.param.Clocked;
import maestro.core.row.RunHead;
import maestro.core.row.WorkflowRow;
import maestro.core.rule.Command;
import maestro.core.rule.Letter;
import maestro.core.rule.Message;
import maestro.core.rule.RuleConfig;
import maestro.core.start.RunPreparation;
import maestro.model.MaestroException;
import maestro.runtime.evaluate.EvaluationPool;
import maestro.runtime.store.Reads;

/** Reads and evaluates what the run of a subworkflow step needs, off the shard's loop. Thread-safe. */
public final class ChildPreparation {
    /** Compiled definitions by workflow id, internal id and version. */
    @FunctionalInterface
    public interface Plans {
        Plan plan(String workflowId, long internalId, long version);
    }

    /** Where evaluations are made that may take long. */
    @FunctionalInterface
    public interface Evaluator {
        RunHead call(String owner, EvaluationPool.Work<RunHead> evaluation);
    }

    private final Function<String, Optional<WorkflowRow>> heads;
    private final Plans plans;
    private final Reads reads;
    private final RunPreparation preparation;
    private final ChildRestart restart;
    private final InstantSource clock;

    /** @param heads a workflow's row as of the last commit */
    public ChildPreparation(
            Function<String, Optional<WorkflowRow>> heads,
            Plans plans,
            Reads reads,
            RuleConfig rules,
            InstantSource clock) {
        this.heads = heads;
        this.plans = plans;
        this.reads = reads;
        this.preparation = new RunPreparation(rules);
        this.restart = new ChildRestart(plans, reads, rules);
        this.clock = clock;
    }

    /** @throws maestro.runtime.store.StoreUnavailable when the database is away: try again */
    public Message.Prepared.Child prepare(Letter.StartChild letter) {
        return prepare(letter, (_, evaluation) -> evaluation.within(preparation.full()));
    }

    /** As above; the evaluation of its params is left to another. */
    public Message.Prepared.Child prepare(Letter.StartChild letter, Evaluator evaluator) {
        try {
            return letter.again().isPresent()
                    ? restart.prepare(letter, letter.again().get(), evaluator, now())
                    : ready(letter, evaluator);
        } catch (MaestroException refused) {
            return new Message.Prepared.Child.Refused(refused);
        }
    }

    private Message.Prepared.Child ready(Letter.StartChild letter, Evaluator evaluator) {
        var row = Selectors.require(heads.apply(letter.workflowId()), letter.workflowId());
        long version = Selectors.version(row, letter.selector());
        var plan = plans.plan(letter.workflowId(), row.internalId(), version);
        var now = now();
        var snapshot = Selectors.snapshot(row);
        var head = evaluator.call(
                letter.workflowId(), budget -> preparation.childHead(plan, snapshot, letter, now, budget));
        Optional<Command.Start.Known> known = reads.runByUuid(letter.workflowId(), letter.uuid())
                .map(run -> new Command.Start.Known(run.instanceId(), run.runId()));
        return new Message.Prepared.Child.Ready(
                row.internalId(), new Command.Start.Request(letter.uuid(), version, plan, head, known));
    }

    private Clocked now() {
        return new Clocked(
                clock.millis(), new SplittableRandom(ThreadLocalRandom.current().nextLong()));
    }
}
