package maestro.testkit.sim;

/** A defect planted on purpose, to prove that the simulator would find it. */
public enum Bug {
    NONE,
    /** The store takes batches of owners that lost their shard. */
    IGNORED_EPOCH,
    /** Effects leave before their cause is durable. */
    RELEASED_EARLY,
    /** Recovery does not see the last step of a run. */
    LOST_ROW,
    /** A lost answer counts as a lost batch, and the owner carries on with its memory. */
    WRITTEN_TWICE
}
