package maestro.server.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import maestro.core.loop.InlineIds;
import maestro.core.restart.Lineage;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.model.run.Initiator.Ancestor;
import maestro.runtime.store.Reads;

/** Names of iterations; iterations of one loop ask the store once. One use, one thread. */
final class LoopNames {
    private final Reads reads;
    private final Map<Ancestor, Optional<String>> known = new HashMap<>();

    LoopNames(Reads reads) {
        this.reads = reads;
    }

    /** Identity of the loop step's attempt that launched the run; empty when the run is no iteration. */
    Optional<String> of(RunRow row, RunHead head) {
        if (!InlineIds.inline(row.workflowId())) return Optional.empty();
        return Lineage.parent(head).flatMap(parent -> known.computeIfAbsent(parent, this::read));
    }

    private Optional<String> read(Ancestor parent) {
        long run = parent.runId().orElse(1L);
        String step = parent.stepId().orElse("");
        int attempt = Math.clamp(parent.stepAttemptId().orElse(1L), 1, Integer.MAX_VALUE);
        return reads.run(parent.workflowId(), parent.instanceId(), run)
                .flatMap(row -> reads.attempt(row.runKey(), step, attempt))
                .map(row -> "[%s][%d][%d][%s][%d][%s]".formatted(
                        parent.workflowId(), parent.instanceId(), run, step, attempt, row.uuid()));
    }
}
