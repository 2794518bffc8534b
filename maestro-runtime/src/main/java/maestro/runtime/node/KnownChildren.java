package maestro.runtime.node;

import maestro.core.check.Children;
import maestro.model.MaestroException;
import maestro.model.definition.Workflow;

/**
 * The workflows that a definition's subworkflow steps name, as they are now.
 *
 * @param pushed the definition itself, which may start itself
 */
record KnownChildren(Node node, Workflow pushed) implements Children {
    @Override
    public Known find(String workflowId, String selector) {
        if (pushed.id().equals(workflowId)) {
            return new Found(pushed);
        }
        var row = node.head(workflowId).filter(present -> !present.deleted() && present.latestVersion() > 0);
        if (row.isEmpty()) {
            return new NoWorkflow();
        }
        try {
            long version = Selectors.version(row.get(), selector);
            return new Found(node.plans().plan(workflowId, row.get().internalId(), version).workflow());
        } catch (MaestroException absent) {
            if (absent.code().retryable()) {
                throw absent;
            }
            return new NoVersion();
        }
    }
}
