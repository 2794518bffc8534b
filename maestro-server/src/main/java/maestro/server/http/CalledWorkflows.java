package maestro.server.http;

import java.util.List;
import maestro.model.auth.Verb;
import maestro.model.definition.Hook;
import maestro.model.definition.Step;
import maestro.model.definition.Workflow;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;

/**
 * A run acts by its definition, not by whoever started it: who pushes a definition that starts other workflows must be
 * allowed to start them. Where the id is computed, which nobody knows at the push, that is: all of them.
 */
final class CalledWorkflows {
    private static final String ID = "subworkflow_id";

    private CalledWorkflows() {}

    /** @throws maestro.model.MaestroException 403 for the first that the caller may not start */
    static void require(Call call, Workflow workflow) {
        if (call.access().may(Verb.START, "")) return;
        steps(call, workflow.steps());
        hooks(call, workflow.hooks().onFailure());
        hooks(call, workflow.hooks().onSuccess());
    }

    private static void hooks(Call call, List<Hook> hooks) {
        for (Hook hook : hooks) if (hook instanceof Hook.Start start) call.require(Verb.START, start.workflowId());
    }

    private static void steps(Call call, List<Step> steps) {
        for (Step step : steps) {
            switch (step) {
                case Step.Subworkflow called -> called(call, called.common().params().get(ID));
                case Step.Foreach loop -> steps(call, loop.body());
                case Step.While loop -> steps(call, loop.body());
                case Step.Leaf _, Step.Template _ -> {}
            }
        }
    }

    private static void called(Call call, ParamDefinition id) {
        boolean known = id != null && id.body() instanceof ParamBody.Literal(String text) && text.indexOf('$') < 0;
        call.require(Verb.START, known ? ((String) ((ParamBody.Literal) id.body()).value()) : "");
    }
}
