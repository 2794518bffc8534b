package maestro.core.signal;

/**
 * The present state of one signal name. Written whole.
 *
 * @param key unique over all names; shard and the number of an event, as run keys are made
 * @param lastSeq of its newest instance; 0: none was announced yet
 * @param busy whether listeners are still to be told of instances
 * @param detail JSON of the rest
 */
public record SignalRow(long key, int shard, String name, long lastSeq, boolean busy, String detail) {}
