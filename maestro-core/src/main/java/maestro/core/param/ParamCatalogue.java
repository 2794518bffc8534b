package maestro.core.param;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import maestro.model.definition.StepType;
import maestro.model.param.ParamDefinition;

/**
 * The default params (parameters.md §13). Immutable and shared: every map it hands out is unmodifiable, in the order of
 * the catalogue, and always the same object.
 */
public final class ParamCatalogue {
    /** What applies unless a server's configuration says otherwise. */
    public static final ParamCatalogue STANDARD = new ParamCatalogue(
            WorkflowDefaults.PARAMS, StepDefaults.EVERY, StepDefaults.DRY_RUN, StepDefaults.byType());

    private final Map<String, ParamDefinition> workflow;
    private final Map<String, ParamDefinition> step;
    private final Map<String, ParamDefinition> dryRun;
    private final Map<StepType, Map<String, ParamDefinition>> byType = new EnumMap<>(StepType.class);
    private final Map<String, ParamDefinition> mergedWorkflow;
    private final Map<StepType, Map<String, ParamDefinition>> mergedStep = new EnumMap<>(StepType.class);

    private ParamCatalogue(
            Map<String, ParamDefinition> workflow,
            Map<String, ParamDefinition> step,
            Map<String, ParamDefinition> dryRun,
            Map<StepType, Map<String, ParamDefinition>> byType) {
        this.workflow = requireNonNull(workflow);
        this.step = requireNonNull(step);
        this.dryRun = requireNonNull(dryRun);
        this.mergedWorkflow =
                Collections.unmodifiableMap(ParamMerge.merge(Map.of(), workflow, MergeContext.SYSTEM_DEFAULT));
        var everyStep = ParamMerge.merge(Map.of(), step, MergeContext.SYSTEM_DEFAULT);
        for (var type : StepType.values()) {
            var own = byType.getOrDefault(type, Map.of());
            this.byType.put(type, own);
            mergedStep.put(type, Collections.unmodifiableMap(
                    ParamMerge.merge(everyStep, own, MergeContext.SYSTEM_DEFAULT)));
        }
    }

    /** This catalogue with entries replaced or added by name; the others stay. */
    public ParamCatalogue with(
            Map<String, ParamDefinition> workflow,
            Map<String, ParamDefinition> step,
            Map<String, ParamDefinition> dryRun,
            Map<StepType, Map<String, ParamDefinition>> byType) {
        var types = new EnumMap<>(this.byType);
        byType.forEach((type, params) -> types.merge(type, params, ParamCatalogue::replaced));
        return new ParamCatalogue(
                replaced(this.workflow, workflow), replaced(this.step, step), replaced(this.dryRun, dryRun), types);
    }

    private static Map<String, ParamDefinition> replaced(
            Map<String, ParamDefinition> params, Map<String, ParamDefinition> by) {
        var all = new LinkedHashMap<>(params);
        all.putAll(by);
        return Collections.unmodifiableMap(all);
    }

    /** Of every workflow. */
    public Map<String, ParamDefinition> workflow() {
        return workflow;
    }

    /** Of every step. */
    public Map<String, ParamDefinition> step() {
        return step;
    }

    /** What a step of this type has besides {@link #step}. */
    public Map<String, ParamDefinition> byType(StepType type) {
        return byType.get(type);
    }

    /** The run params of a dry run, to be used for those STRING params that the workflow defines itself. */
    public Map<String, ParamDefinition> dryRun() {
        return dryRun;
    }

    /** {@link #workflow} after its own merge: row 1 of a run (§6). */
    Map<String, ParamDefinition> mergedWorkflow() {
        return mergedWorkflow;
    }

    /** {@link #step} and {@link #byType} merged: rows 1 and 2 of a step (§7). */
    Map<String, ParamDefinition> mergedStep(StepType type) {
        return mergedStep.get(type);
    }
}
