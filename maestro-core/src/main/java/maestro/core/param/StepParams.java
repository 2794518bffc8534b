package maestro.core.param;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import maestro.model.definition.Step;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.sel.Budget;

/** Merges and evaluates the params of a step attempt (parameters.md §7, §8). Thread-safe. */
public final class StepParams {
    private StepParams() {}

    /**
     * The params of a step without template, run and restart params: depends on the definition only, so make it once
     * and keep it. Unmodifiable.
     *
     * @throws maestro.model.MaestroException BAD_REQUEST when a merge is refused or a required param is missing
     */
    public static Map<String, ParamDefinition> shared(ParamCatalogue catalogue, Step step) {
        return Collections.unmodifiableMap(ParamMerge.cleanup(written(catalogue, step)));
    }

    /** Rows 1, 2 and 6 before cleanup: without a job template. */
    public static LinkedHashMap<String, ParamDefinition> written(ParamCatalogue catalogue, Step step) {
        return ParamMerge.merge(
                catalogue.mergedStep(step.type()), step.common().params(), MergeContext.DEFINITION);
    }

    /**
     * Rows 1, 2, 3 and 6 before cleanup, as enriched definitions show them.
     *
     * @param workflow params of the workflow, not evaluated, which override template params of the same names
     */
    public static LinkedHashMap<String, ParamDefinition> enriched(
            ParamCatalogue catalogue,
            Step step,
            Map<String, ParamDefinition> template,
            Map<String, ParamDefinition> workflow) {
        if (template.isEmpty()) return written(catalogue, step);
        var overrides = new LinkedHashMap<>(workflow);
        overrides.keySet().retainAll(template.keySet());
        var schema = injected(template, ParamMerge.cleanup(overrides));
        var params = ParamMerge.merge(catalogue.mergedStep(step.type()), schema, MergeContext.TEMPLATE_SCHEMA);
        return ParamMerge.merge(params, step.common().params(), MergeContext.DEFINITION);
    }

    /**
     * All rows.
     *
     * @param template params of the step's job template and those it inherits from, merged by name; may be empty
     * @param workflow the evaluated workflow params, which override template params of the same names
     * @throws maestro.model.MaestroException BAD_REQUEST when a merge is refused or a required param is missing
     */
    public static LinkedHashMap<String, ParamDefinition> merged(
            ParamCatalogue catalogue,
            Step step,
            Map<String, ParamDefinition> template,
            Map<String, Param> workflow,
            StepRunParams run) {
        var written = step.common().params();
        var runParams = run.mergeable();
        Map<String, ParamDefinition> params = catalogue.mergedStep(step.type());
        if (!template.isEmpty()) {
            var schema = injected(template, overrides(template, workflow));
            params = ParamMerge.merge(params, schema, MergeContext.TEMPLATE_SCHEMA);
        }
        params = ParamMerge.merge(params, unwritten(written, runParams, run.restart()), run.context());
        params = ParamMerge.merge(params, written, MergeContext.DEFINITION);
        params = ParamMerge.merge(params, runParams, run.context());
        var all = ParamMerge.merge(params, run.restart(), run.context());
        all.putAll(run.verbatim());
        return ParamMerge.cleanup(all);
    }

    private static Map<String, ParamDefinition> injected(
            Map<String, ParamDefinition> template, Map<String, ParamDefinition> overrides) {
        var schema = ParamMerge.merge(Map.of(), template, MergeContext.TEMPLATE_SCHEMA);
        return ParamMerge.merge(schema, overrides, MergeContext.WORKFLOW_PARAMETER);
    }

    private static Map<String, ParamDefinition> overrides(
            Map<String, ParamDefinition> template, Map<String, Param> workflow) {
        var overrides = new LinkedHashMap<String, ParamDefinition>();
        template.keySet().forEach(name -> {
            if (workflow.get(name) instanceof Param param) overrides.put(name, HandDown.carried(param));
        });
        return overrides;
    }

    private static Map<String, ParamDefinition> unwritten(
            Map<String, ParamDefinition> written,
            Map<String, ParamDefinition> run,
            Map<String, ParamDefinition> restart) {
        var first = new LinkedHashMap<>(restart);
        first.putAll(run);
        first.keySet().removeAll(written.keySet());
        return first;
    }

    /**
     * Evaluates what {@link #shared} or {@link #merged} made, in its order.
     *
     * @param facts with the step under evaluation as its own
     * @param nowMillis epoch milliseconds
     * @throws maestro.model.MaestroException as parameters.md §17 lists
     * @throws BudgetExceeded over an inline budget
     */
    public static LinkedHashMap<String, Param> evaluate(
            Map<String, ParamDefinition> merged, RunFacts facts, long nowMillis, Budget budget) {
        var outer = StepOuter.full(facts);
        var params = new Evaluation(outer, merged, Map.of(), new Clocked(nowMillis, facts.random()), budget).all();
        JsonSize.check(params, outer.place());
        return params;
    }
}
