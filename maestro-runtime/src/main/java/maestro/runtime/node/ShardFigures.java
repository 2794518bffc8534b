package maestro.runtime.node;

/**
 * What one shard of this node is busy with.
 *
 * @param liveRuns runs in memory, iterations of loops included
 * @param waiting messages that wait to be decided
 * @param lagMillis how long the batch being written has been on its way; 0: none is
 */
public record ShardFigures(int shard, long epoch, int liveRuns, int waiting, long lagMillis) {}
