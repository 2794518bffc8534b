package maestro.core.param;

import static maestro.model.MaestroException.badRequest;

import java.util.LinkedHashMap;
import java.util.Map;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;
import maestro.sel.Budget;

/** Expressions that decide: transitions, loop conditions, HTTP states (parameters.md §15). */
public final class Conditions {
    /** @param params those own params that the condition needed, evaluated */
    public record Decided(boolean value, LinkedHashMap<String, Param> params) {}

    private Conditions() {}

    /**
     * A transition's condition. The literals {@code true} and {@code false} cost nothing.
     *
     * @throws maestro.model.MaestroException BAD_REQUEST for a bad expression or a result that is no BOOLEAN,
     *     INTERNAL_ERROR for an unknown name
     * @throws BudgetExceeded over an inline budget
     */
    public static boolean evaluate(
            String expression, Map<String, Param> own, RunFacts facts, long nowMillis, Budget budget) {
        if (expression.equals("true")) return true;
        if (expression.equals("false")) return false;
        return evaluate(expression, ParamScope.transition(own, facts, nowMillis), budget);
    }

    /** As above, in the given scope: a while's condition is {@link ParamScope#ownOnly}. */
    public static boolean evaluate(String expression, ParamScope scope, Budget budget) {
        return switch (expression) {
            case "true" -> true;
            case "false" -> false;
            default -> flag(expression, scope.expression(expression, label(expression), budget));
        };
    }

    /** A transition's condition of a step that ended before its params were evaluated: evaluates what it needs. */
    public static Decided evaluateUnprepared(
            String expression, Map<String, ParamDefinition> merged, RunFacts facts, long nowMillis, Budget budget) {
        var now = new Clocked(nowMillis, facts.random());
        var evaluation = new Evaluation(StepOuter.full(facts), merged, Map.of(), now, budget);
        boolean value = switch (expression) {
            case "true" -> true;
            case "false" -> false;
            default -> flag(expression, evaluation.expression(expression, label(expression)));
        };
        return new Decided(value, evaluation.needed());
    }

    private static String label(String expression) {
        return "condition [" + expression + "]";
    }

    /** As for a BOOLEAN param, the texts true and false will do (parameters.md §8). */
    private static boolean flag(String expression, Object value) {
        if (value instanceof Boolean flag) return flag;
        try {
            return (Boolean) Conversion.result(ParamType.BOOLEAN, value);
        } catch (Conversion.Mismatch mismatch) {
            throw badRequest("Condition [" + expression + "] must give a BOOLEAN: " + mismatch.getMessage());
        }
    }
}
