package maestro.core.param;

import java.util.LinkedHashMap;
import java.util.Map;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.sel.Budget;

/** Merges and evaluates the params of a workflow run (parameters.md §6, §8). Thread-safe. */
public final class WorkflowParams {
    private WorkflowParams() {}

    /**
     * Rows 1, 2, 3 and 5: a fresh run.
     *
     * @param runParams of a user's start, or handed down by a parent step
     * @param run the stage of the run params
     * @throws maestro.model.MaestroException BAD_REQUEST when a merge is refused
     */
    public static LinkedHashMap<String, ParamDefinition> merged(
            ParamCatalogue catalogue,
            Map<String, ParamDefinition> definition,
            Map<String, ParamDefinition> runParams,
            MergeContext run) {
        return ParamMerge.cleanup(over(enriched(catalogue, definition), runParams, run));
    }

    /** Rows 1 and 2 before cleanup, as enriched definitions show them. */
    public static LinkedHashMap<String, ParamDefinition> enriched(
            ParamCatalogue catalogue, Map<String, ParamDefinition> definition) {
        return ParamMerge.merge(catalogue.mergedWorkflow(), definition, MergeContext.DEFINITION);
    }

    /**
     * Rows 2', 3, 4 and 5: a restart, whose base is the previous run.
     *
     * @param runParams handed down by a parent step; empty for a user's restart
     * @param restartParams of the request; empty unless this instance is its target
     */
    public static LinkedHashMap<String, ParamDefinition> restarted(
            Map<String, Param> previous,
            Map<String, ParamDefinition> runParams,
            Map<String, ParamDefinition> restartParams,
            MergeContext run) {
        var base = new LinkedHashMap<String, ParamDefinition>();
        previous.forEach((name, param) -> {
            if (!ParamNames.reserved(name)) base.put(name, HandDown.carried(param));
        });
        var params = ParamMerge.merge(Map.of(), base, MergeContext.SYSTEM);
        return ParamMerge.cleanup(over(over(params, runParams, run), restartParams, run));
    }

    private static LinkedHashMap<String, ParamDefinition> over(
            LinkedHashMap<String, ParamDefinition> base, Map<String, ParamDefinition> in, MergeContext context) {
        return in.isEmpty() ? base : ParamMerge.merge(base, in, context);
    }

    /**
     * Evaluates what {@link #merged} or {@link #restarted} made, in its order.
     *
     * @throws maestro.model.MaestroException as parameters.md §17 lists
     * @throws BudgetExceeded over an inline budget
     */
    public static LinkedHashMap<String, Param> evaluate(
            Map<String, ParamDefinition> merged, InstanceFacts facts, Clocked now, Budget budget) {
        var outer = new WorkflowOuter(merged, facts, now.random());
        var params = new Evaluation(outer, merged, Map.of(), now, budget).all();
        JsonSize.check(params, outer.place());
        return params;
    }
}
