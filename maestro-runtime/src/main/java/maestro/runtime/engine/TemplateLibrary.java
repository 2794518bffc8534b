package maestro.runtime.engine;

import java.util.List;
import java.util.Optional;
import maestro.core.template.Templates;
import maestro.model.User;
import maestro.model.definition.TemplateTypes;
import tools.jackson.databind.JsonNode;

/**
 * Job templates as documents (rest-api.md §15). Thread-safe. All calls may throw
 * {@link maestro.runtime.store.StoreUnavailable}.
 */
public interface TemplateLibrary extends TemplateTypes, Templates {
    /**
     * Stores a template in the place of the one of its job type and version.
     *
     * @return the stored document
     * @throws maestro.model.MaestroException BAD_REQUEST when a rule is broken or it would inherit from itself
     */
    JsonNode put(JsonNode upload, User author);

    Optional<JsonNode> one(String jobType, String version);

    /** All of one version, in order of their job type. */
    List<JsonNode> all(String version);

    /**
     * @param version empty: every version
     * @return how many there were
     */
    int remove(String jobType, Optional<String> version);
}
