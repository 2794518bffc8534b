package maestro.model.definition;

import java.util.Optional;

/** What judges the cron text of a time trigger; thread-safe. */
@FunctionalInterface
public interface CronRules {
    /** Checks the form of the text only, not how often it fires. */
    CronRules SYNTAX = (cron, zone) -> CronSyntax.problem(cron);

    /**
     * @param zone a valid zone id, or empty for UTC
     * @return what is wrong, as the end of a sentence about the text
     */
    Optional<String> problem(String cron, Optional<String> zone);
}
