package maestro.core.check;

import maestro.model.definition.Workflow;

/** What is known of the workflows that subworkflow steps start. */
public interface Children {
    /** Nothing: a definition is looked at alone. */
    Children UNTOLD = (_, _) -> new Untold();

    sealed interface Known {}

    record Found(Workflow workflow) implements Known {}

    record NoWorkflow() implements Known {}

    /** The workflow is there, the version is not. */
    record NoVersion() implements Known {}

    record Untold() implements Known {}

    /** @param version {@code active}, {@code latest}, {@code default} or a number, as a definition may name it */
    Known find(String workflowId, String version);
}
