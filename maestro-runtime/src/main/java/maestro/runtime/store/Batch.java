package maestro.runtime.store;

import maestro.core.row.Changes;

/**
 * All that a shard decided in one turn, written in one transaction (design law 3).
 *
 * @param epoch the epoch under which it was decided; a shard with another one refuses it (law 5)
 * @param firstSeq the shard's sequence before this batch
 * @param lastSeq the sequence after it; larger than {@code firstSeq}
 * @param events opaque, versioned bytes: the batch's events in order; may be empty
 */
public record Batch(int shard, long epoch, long firstSeq, long lastSeq, long atMillis, Changes changes, byte[] events) {}
