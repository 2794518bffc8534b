package maestro.core.template;

import java.util.Optional;
import maestro.model.template.JobTemplate;

/**
 * Finds job templates. May read a database, so it is asked where waiting is allowed: on a caller's thread or for an
 * evaluation outside a turn, never within one. Thread-safe.
 */
@FunctionalInterface
public interface Templates {
    /** No templates at all. */
    Templates NONE = (jobType, version) -> Optional.empty();

    Optional<JobTemplate> find(String jobType, String version);
}
