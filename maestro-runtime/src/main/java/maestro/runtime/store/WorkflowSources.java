package maestro.runtime.store;

import java.util.Optional;

/**
 * Definitions as they were pushed, comments and all, beside the versions that they became; gone with them. Thread-safe.
 * Every call may throw {@link StoreUnavailable}.
 */
public interface WorkflowSources {
    /** Longer texts are not kept; in characters. */
    int TEXT_MAX = 256 * 1024;

    record Source(String mediaType, String text) {}

    /** Keeps the text of a version that is stored; the first one stays. Without effect when the version has gone. */
    void put(long internalId, long version, Source source);

    /** Empty for versions whose text is not kept. */
    Optional<Source> one(long internalId, long version);
}
