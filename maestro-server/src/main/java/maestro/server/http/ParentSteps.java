package maestro.server.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import maestro.core.restart.Lineage;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.model.run.Initiator.Ancestor;
import maestro.runtime.engine.Engine;
import maestro.runtime.store.Reads;
import maestro.server.view.ParentStep;

/** The steps that launched runs; runs of one step ask the store once. One use, one thread. */
final class ParentSteps {
    private final Engine engine;
    private final Reads reads;
    private final Map<Ancestor, Optional<ParentStep>> known = new HashMap<>();

    ParentSteps(Engine engine, Reads reads) {
        this.engine = engine;
        this.reads = reads;
    }

    /** Empty when a request made the run, or when what launched it was deleted. */
    Optional<ParentStep> of(RunHead head) {
        return head.launched()
                ? Lineage.parent(head).flatMap(parent -> known.computeIfAbsent(parent, this::read))
                : Optional.empty();
    }

    private Optional<ParentStep> read(Ancestor parent) {
        String step = parent.stepId().orElse("");
        int attempt = Math.clamp(parent.stepAttemptId().orElse(1L), 1, Integer.MAX_VALUE);
        return reads.run(parent.workflowId(), parent.instanceId(), parent.runId().orElse(1L))
                .flatMap(run -> reads.attempt(run.runKey(), step, attempt).map(row -> step(run, row)));
    }

    private ParentStep step(RunRow run, StepRow attempt) {
        var plan = engine.plan(run);
        return new ParentStep(run, attempt, plan.step(plan.ordinal(attempt.stepId())).definition());
    }
}
