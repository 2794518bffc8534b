package maestro.runtime.engine;

import java.util.Optional;

/**
 * Where a restart took hold (rest-api.md §9.1, §12.1): at a root instance as a new run, or in a run under way.
 *
 * @param run what became of the new run; of a run under way, that run
 * @param stepId the step it starts with by name
 * @param attempt the new attempt in a run under way; 0: a new run was made
 */
public record RestartOutcome(StartOutcome run, Optional<String> stepId, int attempt) {}
