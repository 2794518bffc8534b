package maestro.core.trigger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import maestro.core.param.BudgetExceeded;
import maestro.core.param.Clocked;
import maestro.core.param.InstanceFacts;
import maestro.core.param.ParamScope;
import maestro.core.wait.RunSignals;
import maestro.model.MaestroException;
import maestro.model.definition.SignalTrigger;
import maestro.model.param.Param;
import maestro.model.signal.SignalCondition;
import maestro.sel.Budget;

/**
 * What one firing of a signal trigger evaluates (triggers.md §5.5). The consumed instances are in sight of its expressions.
 *
 * @param instances the consumed instances by the name of their signal
 */
public record Firing(String workflowId, String triggerUuid, SignalTrigger trigger, Map<String, Consumed> instances) {
    /** A consumed instance. */
    public record Consumed(long seq, Map<String, Object> params) {}

    /** Why a firing makes no run (triggers.md §10). */
    public enum Reason {
        PARAM_EVAL_ERROR, CONDITION_EVAL_ERROR, FALSE_CONDITION, UNKNOWN_UNPROCESSABLE
    }

    /** What came of it. */
    public sealed interface Outcome {
        /**
         * A run is to be started.
         *
         * @param params of the trigger, evaluated
         * @param requestId two firings with the same one start one run
         */
        record Start(Map<String, Param> params, String requestId) implements Outcome {}

        /** None is to be started, and why. */
        record Silent(Reason reason, String why) implements Outcome {}
    }

    /**
     * What another signal of a trigger must be like to join an instance of {@code signal}.
     *
     * @param params of the instance, which is {@link #joinable}
     */
    public static List<SignalCondition> joining(
            SignalTrigger trigger, String signal, Map<String, Object> params, String other) {
        var own = trigger.definitions().get(signal).joinKeys();
        var theirs = trigger.definitions().get(other);
        var conditions = new ArrayList<>(theirs.conditions());
        for (int i = 0; i < own.size(); i++) {
            conditions.add(new SignalCondition(
                    theirs.joinKeys().get(i), SignalCondition.Operator.EQUAL, params.get(own.get(i))));
        }
        return conditions;
    }

    /** Whether an instance has all params that it is to be joined by. */
    public static boolean joinable(SignalTrigger trigger, String signal, Map<String, Object> params) {
        return params.keySet().containsAll(trigger.definitions().get(signal).joinKeys());
    }

    public Map<String, Long> signalIds() {
        var ids = new LinkedHashMap<String, Long>();
        instances.forEach((name, consumed) -> ids.put(name, consumed.seq()));
        return ids;
    }

    public Map<String, Map<String, Object>> signals() {
        var signals = new LinkedHashMap<String, Map<String, Object>>();
        instances.forEach((name, consumed) -> signals.put(name, consumed.params()));
        return signals;
    }

    /**
     * @param facts of a run that the trigger would start
     * @throws BudgetExceeded over a provisional budget
     */
    public Outcome evaluate(InstanceFacts facts, Clocked now, Budget budget) {
        Map<String, Param> params;
        try {
            params = ParamScope.trigger(facts.withSignals(new RunSignals(Map.of(), signals())), now)
                    .params(trigger.params(), budget);
        } catch (MaestroException wrong) {
            return new Outcome.Silent(Reason.PARAM_EVAL_ERROR, "its params could not be evaluated: " + wrong.getMessage());
        }
        var scope = ParamScope.trigger(facts.withSignals(new RunSignals(params, signals())), now);
        try {
            if (trigger.condition().isPresent()
                    && !Boolean.TRUE.equals(scope.expression(trigger.condition().get(), "condition", budget))) {
                return new Outcome.Silent(Reason.FALSE_CONDITION, "its condition is false");
            }
        } catch (MaestroException wrong) {
            return new Outcome.Silent(
                    Reason.CONDITION_EVAL_ERROR, "its condition could not be evaluated: " + wrong.getMessage());
        }
        return new Outcome.Start(params, TriggerIds.named(key(scope, budget)));
    }

    /** An expression that fails counts as absent. */
    private String key(ParamScope scope, Budget budget) {
        try {
            if (trigger.dedupExpr().isPresent()
                    && scope.expression(trigger.dedupExpr().get(), "dedup_expr", budget) instanceof String key) {
                return key;
            }
        } catch (MaestroException wrong) {
            return usual();
        }
        return usual();
    }

    private String usual() {
        return TriggerIds.usualKey(
                workflowId, triggerUuid, signalIds(), trigger.condition(), trigger.dedupExpr());
    }
}
