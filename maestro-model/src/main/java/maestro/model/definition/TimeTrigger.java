package maestro.model.definition;

import java.util.Optional;

/** A time trigger (definition.md §9.1). */
public sealed interface TimeTrigger {
    Optional<String> timezone();

    Optional<DurationText> fuzzyMaxDelay();

    record Cron(String cron, Optional<String> timezone, Optional<DurationText> fuzzyMaxDelay) implements TimeTrigger {}

    /** @param expression canonical, such as {@code @daily} */
    record Predefined(String expression, Optional<String> timezone, Optional<DurationText> fuzzyMaxDelay)
            implements TimeTrigger {}
}
