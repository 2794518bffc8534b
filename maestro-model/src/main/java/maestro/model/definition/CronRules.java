package maestro.model.definition;

import java.util.Optional;

/** What judges how often the cron text of a time trigger fires; thread-safe. */
@FunctionalInterface
public interface CronRules {
    /** Lets every text of the right form pass. */
    CronRules SYNTAX = (_, _) -> Optional.empty();

    /** What is wrong with the form of a text, as the end of a sentence about it. */
    static Optional<String> problem(String cron) {
        return CronSyntax.problem(cron);
    }

    /**
     * Whether a text of the right form fires too often.
     *
     * @param zone a valid zone id, or empty for UTC
     * @return what is wrong, as the end of a sentence about the trigger
     */
    Optional<String> tooOften(String cron, Optional<String> zone);
}
