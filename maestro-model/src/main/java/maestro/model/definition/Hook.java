package maestro.model.definition;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import maestro.model.param.ParamDefinition;

/** What happens when a run of a workflow has ended ({@code on_failure}, {@code on_success}). Immutable. */
public sealed interface Hook {
    /** Hooks of one event of one workflow. */
    int MAX = 10;

    /**
     * Starts a workflow.
     *
     * @param params run params besides the facts of the run that ended
     */
    record Start(String workflowId, Map<String, ParamDefinition> params) implements Hook {
        public Start {
            requireNonNull(workflowId, "workflowId");
            requireNonNull(params, "params");
        }
    }

    /**
     * Posts the facts of the run as JSON.
     *
     * @param url whoever may read the definition reads it, the headers as well
     */
    record Webhook(String url, Map<String, String> headers) implements Hook {
        public Webhook {
            requireNonNull(url, "url");
            requireNonNull(headers, "headers");
        }
    }
}
