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
    WRITTEN_TWICE,
    /** Recovery does not see some of the runs. */
    LOST_RUN,
    /** Timers of a shard that was taken over do not go off. */
    LOST_TIMER,
    /** A workflow is read as it was at first. */
    STALE_WORKFLOW,
    /** A batch is written without one of its rows. */
    TORN_BATCH,
    /** Letters stay in the sender's memory. */
    LOST_LETTER,
    /** Letters that were read stay in the inbox and are read again. */
    KEPT_LETTER,
    /** Letters are taken from memory though earlier ones may wait in the inbox. */
    PASSED_OVER_LETTER,
    /** Effects of a batch that was refused leave all the same. */
    RELEASED_UNWRITTEN,
    /** Effects leave twice. */
    RELEASED_TWICE,
    /** Some effects never leave. */
    LOST_EFFECT,
    /** A node that lost its shard goes on with it. */
    KEPT_SHARD,
    /** A decision that threw is not undone. */
    HALF_DONE(true),
    /** A run that could not be written is tried again and again. */
    TRIED_AGAIN(true),
    /** A run that cannot be read is passed over when its shard is loaded. */
    PASSED_OVER_RUN(true),
    /** That a run was set aside is in memory alone. */
    FORGOTTEN_ASIDE(true),
    /** A run that rests is ended in memory alone. */
    UNENDED_ASIDE(true);

    private final boolean mined;

    Bug() {
        this(false);
    }

    Bug(boolean mined) {
        this.mined = mined;
    }

    /** Whether it shows only where other defects are planted as well. */
    public boolean mined() {
        return mined;
    }
}
