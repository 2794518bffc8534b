package maestro.model.definition;

import java.util.Optional;

/** A time trigger (definition.md §9.1). */
public sealed interface TimeTrigger {
    Optional<String> timezone();

    Optional<DurationText> fuzzyMaxDelay();

    /** What becomes of ticks that were missed; empty: all are made up for. */
    Optional<CatchUp> catchUp();

    record Cron(String cron, Optional<String> timezone, Optional<DurationText> fuzzyMaxDelay, Optional<CatchUp> catchUp)
            implements TimeTrigger {
        public Cron(String cron, Optional<String> timezone, Optional<DurationText> fuzzyMaxDelay) {
            this(cron, timezone, fuzzyMaxDelay, Optional.empty());
        }
    }

    /** @param expression canonical, such as {@code @daily} */
    record Predefined(
            String expression,
            Optional<String> timezone,
            Optional<DurationText> fuzzyMaxDelay,
            Optional<CatchUp> catchUp)
            implements TimeTrigger {
        public Predefined(String expression, Optional<String> timezone, Optional<DurationText> fuzzyMaxDelay) {
            this(expression, timezone, fuzzyMaxDelay, Optional.empty());
        }
    }
}
