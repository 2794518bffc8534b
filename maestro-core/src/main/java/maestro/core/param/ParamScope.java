package maestro.core.param;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.sel.Budget;

/**
 * What a condition or an attribute may read: each place of a definition has its own view (parameters.md §11, §15).
 * Reads the maps and facts it was made from at each use.
 */
public final class ParamScope {
    private final Outer outer;
    private final Map<String, Param> own;
    private final Clocked now;

    private ParamScope(Outer outer, Map<String, Param> own, Clocked now) {
        this.outer = outer;
        this.own = own;
        this.now = now;
    }

    /** Transition conditions: all that a step's own params can read, and these. */
    public static ParamScope transition(Map<String, Param> own, RunFacts facts, long nowMillis) {
        return new ParamScope(StepOuter.full(facts), own, new Clocked(nowMillis, facts.random()));
    }

    /**
     * Signal dependencies (with no own params) and signal outputs: workflow params, own params, other steps by
     * {@code stepId__name}, functions.
     */
    public static ParamScope signals(Map<String, Param> own, RunFacts facts, long nowMillis) {
        return new ParamScope(StepOuter.full(facts), own, new Clocked(nowMillis, facts.random()));
    }

    /** A while's condition (loop params among the own ones), an HTTP step's state: own params and workflow params. */
    public static ParamScope ownOnly(Map<String, Param> own, RunFacts facts, long nowMillis) {
        var outer = new StepOuter(facts.workflowParams(), Optional.of(facts), false, Optional.empty());
        return new ParamScope(outer, own, new Clocked(nowMillis, facts.random()));
    }

    /** Signal triggers: the signals that they consumed, functions; no params. */
    public static ParamScope trigger(InstanceFacts facts, Clocked now) {
        return new ParamScope(new WorkflowOuter(Map.of(), facts, now.random()), Map.of(), now);
    }

    /** Timeouts, retry policies, alerting: workflow params. */
    public static ParamScope workflow(Map<String, Param> workflow, Clocked now) {
        return new ParamScope(new StepOuter(workflow, Optional.empty(), false, Optional.empty()), Map.of(), now);
    }

    /**
     * The value of an expression.
     *
     * @param label names the attribute in errors, such as {@code condition of step [s]}
     * @throws maestro.model.MaestroException BAD_REQUEST for a bad expression, INTERNAL_ERROR for an unknown name
     * @throws BudgetExceeded over an inline budget
     */
    public Object expression(String text, String label, Budget budget) {
        return evaluation(budget).expression(text, label);
    }

    /** Params that belong to an attribute, such as those of a signal; they do not see each other. Errors as above. */
    public LinkedHashMap<String, Param> params(Map<String, ParamDefinition> definitions, Budget budget) {
        var evaluation = evaluation(budget);
        var params = new LinkedHashMap<String, Param>();
        definitions.forEach((name, definition) -> params.put(name, evaluation.alone(name, definition)));
        return params;
    }

    String text(String text, String label) {
        return evaluation(Budget.inline()).text(text, label);
    }

    private Evaluation evaluation(Budget budget) {
        return new Evaluation(outer, Map.of(), own, now, budget);
    }
}
