package maestro.server.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import maestro.core.param.HandDown;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.model.definition.Step;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;

/** An attempt at a step that launches runs, as those runs see it (parameters.md §14). Immutable. */
public final class ParentStep {
    private final RunRow run;
    private final StepRow attempt;
    private final Step definition;
    private final Map<String, Param> params;
    private final Map<String, ParamDefinition> shared;

    public ParentStep(RunRow run, StepRow attempt, Step definition) {
        this.run = run;
        this.attempt = attempt;
        this.definition = definition;
        this.params = StepDetail.read(attempt).params();
        this.shared = shared(RunHead.read(run.head()).params());
    }

    private Map<String, ParamDefinition> shared(Map<String, Param> workflow) {
        var written = definition.common().params().keySet();
        return definition instanceof Step.Subworkflow call
                ? HandDown.subworkflow(workflow, params, written, HandDown.Passed.of(call))
                : HandDown.loop(workflow, params, written);
    }

    String identity() {
        return "[%s][%d][%d][%s][%d][%s]".formatted(
                run.workflowId(), run.instanceId(), run.runId(), attempt.stepId(), attempt.attempt(), attempt.uuid());
    }

    /** @param number of the iteration */
    Map<String, ParamDefinition> handedDown(long number, RunHead child) {
        return switch (definition) {
            case Step.Foreach _ -> HandDown.foreach(shared, number - 1, loopValues(child));
            case Step.While _ -> HandDown.whileLoop(shared, number - 1, loopValues(child));
            case Step.Subworkflow _, Step.Leaf _, Step.Template _ -> shared;
        };
    }

    /** They are handed down as they are, so the iteration has them still. */
    private Map<String, Object> loopValues(RunHead child) {
        var values = new LinkedHashMap<String, Object>();
        for (String name : names())
            if (child.params().get(name) instanceof Param param) values.put(name, param.result());
        return values;
    }

    private List<String> names() {
        return params.get("loop_params") instanceof Param param && param.result() instanceof Map<?, ?> members
                ? members.keySet().stream().map(String::valueOf).toList()
                : List.of();
    }
}
