package maestro.model.definition;

import java.util.Optional;

/** How long to wait before a retry (definition.md §7); unset values take the defaults of execution.md §5.7. */
public sealed interface Backoff {
    /** Three settings, one an error class. */
    record PerClass(Optional<ParsableLong> error, Optional<ParsableLong> platform, Optional<ParsableLong> timeout) {
        public static final PerClass NONE = new PerClass(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** {@code min(base * exponent^n, limit)}, in seconds. */
    record Exponential(PerClass base, PerClass exponent, PerClass limit) implements Backoff {}

    /** The same wait each time, in seconds. */
    record Fixed(PerClass base) implements Backoff {}
}
