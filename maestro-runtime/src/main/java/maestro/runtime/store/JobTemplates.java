package maestro.runtime.store;

import java.util.List;
import java.util.Optional;

/** Stored job templates, by job type and version. Thread-safe. Every call may throw {@link StoreUnavailable}. */
public interface JobTemplates {
    /** @param document canonical JSON of metadata and definition */
    record Row(String jobType, String version, String document) {}

    /** Adds a template or takes the place of the one of its job type and version. */
    void put(Row row);

    Optional<Row> one(String jobType, String version);

    /** All of one version, in order of their job type. */
    List<Row> all(String version);

    /**
     * @param version empty: every version
     * @return how many there were
     */
    int remove(String jobType, Optional<String> version);
}
