package maestro.model.definition;

import java.util.Optional;

/** Retry limits by error class (definition.md §7). */
public record RetryPolicy(
        Optional<ParsableLong> errorLimit,
        Optional<ParsableLong> platformLimit,
        Optional<ParsableLong> timeoutLimit,
        Optional<Backoff> backoff) {
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
