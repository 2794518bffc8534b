package maestro.runtime.engine;

import maestro.model.User;
import maestro.model.permit.TagPermit;
import maestro.runtime.store.TagPermits;

/**
 * Tag permits of the whole cluster. Thread-safe. Changes return when they are durable and in force, and throw
 * {@link NotOwner} where another node runs the tag's shard.
 */
public interface PermitBook {
    /** Sets a permit, or sets it anew; who waits is served. */
    void set(TagPermit permit, User caller);

    /** Also where there is none. */
    void remove(String tag, User caller);

    TagPermits stored();
}
