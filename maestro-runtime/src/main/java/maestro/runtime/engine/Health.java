package maestro.runtime.engine;

/**
 * @param started this node has taken its shards at least once
 * @param ready it can answer: the database is there and its shards run
 * @param detail what is missing, for people; with {@code ready}: what is degraded all the same
 */
public record Health(boolean started, boolean ready, String detail) {}
