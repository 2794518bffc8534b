package maestro.runtime.node;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import maestro.core.dag.Plan;
import maestro.core.param.Clocked;
import maestro.core.row.RunHead;
import maestro.core.row.WorkflowRow;
import maestro.core.rule.Command;
import maestro.core.rule.Effect;
import maestro.core.rule.InstanceFactsOf;
import maestro.core.rule.Message;
import maestro.core.rule.Message.Fired.Outcome;
import maestro.core.rule.RuleConfig;
import maestro.core.start.RunPreparation;
import maestro.core.trigger.Firing;
import maestro.core.trigger.Ticks;
import maestro.core.trigger.TriggerIds;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.definition.TimeTrigger;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;
import maestro.model.run.Initiator;
import maestro.model.run.RunPolicy;
import maestro.model.run.StartRequest;
import maestro.runtime.evaluate.EvaluationPool;
import maestro.runtime.store.Reads;
import maestro.runtime.store.Signals;

/** Reads and evaluates what the runs of triggers need, off the shard's loop. Thread-safe. */
public final class Firings {
    /** Runs that one commit makes of ticks that were missed. */
    private static final int TICKS_AT_ONCE = 10;
    private static final long AGAIN_MILLIS = 60_000;
    private static final User NOBODY = User.of("maestro");

    /** Where evaluations are made that may take long. */
    @FunctionalInterface
    public interface Evaluator {
        <T> T call(String owner, EvaluationPool.Work<T> evaluation);
    }

    private final Function<String, Optional<WorkflowRow>> heads;
    private final ChildPreparation.Plans plans;
    private final Reads reads;
    private final Signals signals;
    private final RuleConfig rules;
    private final RunPreparation preparation;
    private final InstantSource clock;
    private final TriggerFigures figures = new TriggerFigures();

    /** @param heads a workflow's row as of the last commit */
    public Firings(
            Function<String, Optional<WorkflowRow>> heads,
            ChildPreparation.Plans plans,
            Reads reads,
            Signals signals,
            RuleConfig rules,
            InstantSource clock) {
        this.heads = heads;
        this.plans = plans;
        this.reads = reads;
        this.signals = signals;
        this.rules = rules;
        this.preparation = new RunPreparation(rules);
        this.clock = clock;
    }

    TriggerFigures figures() {
        return figures;
    }

    /** As {@link #fire(Effect.Fire, Evaluator)}, evaluating on this thread. */
    public Message.Fired fire(Effect.Fire asked) {
        return fire(asked, here());
    }

    /** @throws maestro.runtime.store.StoreUnavailable when the database is away: try again */
    public Message.Fired fire(Effect.Fire asked, Evaluator evaluator) {
        return new Message.Fired(asked, outcome(asked, evaluator));
    }

    private Evaluator here() {
        return new Evaluator() {
            @Override
            public <T> T call(String owner, EvaluationPool.Work<T> evaluation) {
                return evaluation.within(preparation.full());
            }
        };
    }

    private Outcome outcome(Effect.Fire asked, Evaluator evaluator) {
        figures.told();
        var consumed = consumed(asked);
        if (consumed.isEmpty()) {
            figures.incomplete();
            return new Outcome.InVain();
        }
        var firing = new Firing(asked.workflowId(), asked.uuid(), asked.trigger(), consumed.get());
        try {
            var active = active(asked.workflowId());
            var initiator = new Initiator.Signal(Optional.of(asked.uuid()), firing.signalIds(), Map.of());
            var facts = InstanceFactsOf.start(
                    asked.workflowId(), active.plan().workflow(), active.owner(), initiator,
                    RunPolicy.START_FRESH_NEW_RUN, rules.environment());
            var now = now();
            return switch (evaluator.call(asked.workflowId(), budget -> firing.evaluate(facts, now, budget))) {
                case Firing.Outcome.Silent(var reason, var why) -> {
                    figures.silent(reason);
                    yield new Outcome.Silent(why, firing.signalIds());
                }
                case Firing.Outcome.Start(var params, var requestId) -> {
                    var start = start(active, firing, params, requestId, evaluator);
                    figures.started();
                    yield new Outcome.Start(start, firing.signalIds());
                }
            };
        } catch (MaestroException refused) {
            figures.silent(Firing.Reason.UNKNOWN_UNPROCESSABLE);
            return new Outcome.Silent(refused.getMessage(), firing.signalIds());
        }
    }

    private Command.Start start(
            Active active, Firing firing, Map<String, Param> params, String requestId, Evaluator evaluator) {
        var initiator = new Initiator.Signal(Optional.of(firing.triggerUuid()), firing.signalIds(), params);
        var request = request(active, initiator, requestId, Map.of(), firing.signals(), evaluator);
        return new Command.Start(firing.workflowId(), active.row().internalId(), List.of(request));
    }

    /**
     * The instances that the trigger takes: of each signal the oldest that counts and fits; empty: one is missing. Of the
     * signal that was told, too: an older one may have been told before the others were there, and letters of different
     * signals come in any order.
     */
    private Optional<Map<String, Firing.Consumed>> consumed(Effect.Fire asked) {
        var letter = asked.letter();
        if (!Firing.joinable(asked.trigger(), letter.signal(), letter.params())) {
            return Optional.empty();
        }
        boolean alone = asked.trigger().definitions().size() == 1;
        var consumed = new LinkedHashMap<String, Firing.Consumed>();
        for (String name : asked.trigger().definitions().keySet()) {
            boolean own = name.equals(letter.signal());
            if (own && alone) {
                consumed.put(name, new Firing.Consumed(letter.seq(), letter.params()));
                continue;
            }
            var conditions = Firing.joining(asked.trigger(), letter.signal(), letter.params(), name);
            var found = signals.lowest(name, conditions, asked.checkpoints().getOrDefault(name, 0L));
            if (found.isPresent() && (!own || found.get().seq() <= letter.seq())) {
                consumed.put(name, new Firing.Consumed(found.get().seq(), found.get().params()));
            } else if (own) {
                consumed.put(name, new Firing.Consumed(letter.seq(), letter.params()));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(consumed);
    }

    /** As {@link #tick(Effect.Tick, Evaluator)}, evaluating on this thread. */
    public Message.Ticked tick(Effect.Tick asked) {
        return tick(asked, here());
    }

    /** @throws maestro.runtime.store.StoreUnavailable when the database is away: try again */
    public Message.Ticked tick(Effect.Tick asked, Evaluator evaluator) {
        var due = new Ticks(asked.workflowId(), asked.triggers())
                .due(
                        asked.schedule().marks(), asked.nowMillis(), TICKS_AT_ONCE, rules.triggers().catchUpMax());
        try {
            var active = active(asked.workflowId());
            var requests = new ArrayList<Command.Start.Request>();
            for (var tick : due.ticks()) {
                requests.add(request(active, asked, tick, evaluator));
            }
            figures.ticked(
                    requests.size(),
                    due.skips().stream().mapToLong(Ticks.Skip::count).sum(),
                    asked.nowMillis() - asked.schedule().dueMillis());
            return new Message.Ticked(asked, requests, due.marks(), due.skips(), due.dueMillis());
        } catch (MaestroException notActive) {
            figures.failed();
            return new Message.Ticked(
                    asked, List.of(), asked.schedule().marks(), List.of(), asked.nowMillis() + AGAIN_MILLIS);
        }
    }

    private Command.Start.Request request(Active active, Effect.Tick asked, Ticks.Tick tick, Evaluator evaluator) {
        TimeTrigger trigger = asked.triggers().get(tick.trigger());
        long millis = tick.at().toEpochMilli();
        var initiator = new Initiator.Time(
                Optional.of(asked.schedule().uuid()), Optional.of(millis), trigger.timezone());
        var runParams = Map.of("RUN_TS", ParamDefinition.literal(ParamType.LONG, millis));
        String requestId = TriggerIds.tick(asked.workflowId(), trigger, tick.at());
        return request(active, initiator, requestId, runParams, Map.of(), evaluator);
    }

    private Command.Start.Request request(
            Active active,
            Initiator initiator,
            String requestId,
            Map<String, ParamDefinition> runParams,
            Map<String, Map<String, Object>> consumed,
            Evaluator evaluator) {
        String workflowId = active.row().workflowId();
        var request = new StartRequest(
                initiator, Optional.empty(), Optional.of(UUID.fromString(requestId)), List.of(), runParams, Map.of(),
                true);
        var now = now();
        RunHead head = evaluator.call(workflowId, budget -> preparation.head(
                active.plan(), Selectors.snapshot(active.row()), request, NOBODY, now, budget, consumed));
        var known = reads.runByUuid(workflowId, requestId) // not before: its twin may come and go meanwhile
                .map(run -> new Command.Start.Known(run.instanceId(), run.runId()));
        return new Command.Start.Request(requestId, active.row().activeVersion(), active.plan(), head, known);
    }

    /** The active version. */
    private record Active(WorkflowRow row, Plan plan) {
        String owner() {
            var snapshot = Selectors.snapshot(row);
            return snapshot.properties().owner().orElse(snapshot.author()).name();
        }
    }

    private Active active(String workflowId) {
        var row = Selectors.require(heads.apply(workflowId), workflowId);
        long version = Selectors.version(row, "active");
        return new Active(row, plans.plan(workflowId, row.internalId(), version));
    }

    private Clocked now() {
        return new Clocked(clock.millis(), new SplittableRandom(ThreadLocalRandom.current().nextLong()));
    }
}
