package maestro.runtime.node;

import java.util.HashSet;
import java.util.Map;
import maestro.core.rule.Command;
import maestro.model.definition.TriggerSet;
import maestro.runtime.store.Signals;

/** What a change of what is active must know of triggers, read before it is decided. Thread-safe. */
record Triggerings(Node node, Signals signals) {
    /**
     * With the last numbers of all signals that may come into question: what is announced from now on counts.
     *
     * @param declared of the version that may become active
     */
    Command.Triggering of(TriggerSet declared, String workflowId) {
        var names = new HashSet<>(declared.signalNames());
        node.head(workflowId)
                .filter(row -> !row.deleted() && row.activeVersion() > 0)
                .map(row -> node.plans().plan(workflowId, row.internalId(), row.activeVersion()))
                .ifPresent(active -> names.addAll(TriggerSet.of(active.workflow()).signalNames()));
        return new Command.Triggering(declared, names.isEmpty() ? Map.of() : signals.lastSeqs(names));
    }
}
