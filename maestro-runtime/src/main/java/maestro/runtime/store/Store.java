package maestro.runtime.store;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import maestro.core.row.LetterAside;
import maestro.core.row.MessageRow;
import maestro.core.row.RunRow;
import maestro.core.row.SetAsideRow;
import maestro.core.row.StepRow;
import maestro.core.row.WorkflowRow;

/**
 * What shards need of the database. Thread-safe. Every call may throw {@link StoreUnavailable}; the caller decides
 * whether to try again.
 */
public interface Store {
    /** How a commit went. */
    enum Outcome {
        /** All rows are durable. */
        COMMITTED,
        /** Nothing was written: the shard's epoch or sequence is not the batch's. */
        FENCED
    }

    /** The fence of a shard: its epoch and sequence as stored. */
    record Head(int shard, long epoch, long sequence, String owner) {}

    /**
     * Writes a batch in one fenced transaction: first the shard's sequence moves from {@code firstSeq} to
     * {@code lastSeq} where epoch and sequence still are the batch's, and no row means {@link Outcome#FENCED}. A shard's
     * commits are sent one after another. One whose answer was lost may be sent again: FENCED then, look at
     * {@link #head} to see which of the two it was.
     *
     * @throws RefusedRows when the database will never take one of the rows; nothing was written
     */
    Outcome commit(Batch batch);

    /** Whether the database refuses rows of a batch, as {@link #commit} tells by {@link RefusedRows}; writes nothing. */
    boolean refuses(Batch batch);

    /** The fence as stored now. */
    Head head(int shard);

    /** One live run with the latest attempt of each of its steps. */
    record LiveRun(RunRow run, List<StepRow> steps) {}

    /** What a shard is told of its live runs, in order of their run key. */
    interface Loading {
        void workflow(WorkflowRow row);

        void run(LiveRun run);

        /** A live run whose rows cannot be read; {@code why} tells what of them. */
        void unreadable(long runKey, String workflowId, long instanceId, long runId, RuntimeException why);
    }

    /**
     * Streams the workflows that have live runs, then the live runs of a shard in order of their run key, with bounded
     * memory.
     */
    void load(int shard, Loading into);

    /** Runs and letters of a shard that were set aside. */
    Aside aside(int shard);

    /** See {@link #aside}. */
    record Aside(List<SetAsideRow> runs, List<LetterAside> letters) {}

    /** A workflow by id, also a deleted one (its instance counter goes on). */
    Optional<WorkflowRow> workflow(String workflowId);

    /** Letters that wait for a shard, per sender in the order of their sequence. */
    List<MessageRow> inbox(int shard, int size);

    /** Those of some shards that have letters waiting. */
    List<Integer> shardsWithMail(Collection<Integer> shards);

    /**
     * A workflow whose triggers a shard must look at when it is taken over.
     *
     * @param dueMillis when its schedule is due; 0: never
     * @param behind whether an earlier version of this program changed what is active
     */
    record Triggered(String workflowId, long dueMillis, boolean behind) {}

    /** All of a shard. */
    List<Triggered> triggered(int shard);

    /** What is stored of tag permits. */
    TagPermits permits();

    /** What is stored of signals. */
    Signals signals();

    /** A number never given out before, from 10000 on. */
    long nextInternalId();
}
