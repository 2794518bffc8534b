package maestro.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import maestro.core.row.MessageRow;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.core.row.WorkflowRow;
import maestro.runtime.store.Batch;
import maestro.runtime.store.Signals;
import maestro.runtime.store.Store;
import maestro.runtime.store.StoreUnavailable;
import maestro.runtime.store.TagPermits;

/** What shards write, and read when they load. */
final class PostgresStore implements Store {
    /** Live runs fetched at once while loading; bounds memory, and keeps each query short. */
    private static final int LOAD_RUNS = 200;

    private static final String NEXT_INTERNAL_ID = "select nextval('internal_id')";

    private final Pool commits;
    private final Pool reads;

    PostgresStore(Pool commits, Pool reads) {
        this.commits = commits;
        this.reads = reads;
    }

    @Override
    public Outcome commit(Batch batch) {
        return commits.use("a commit of shard " + batch.shard(), db -> Commit.run(db, batch));
    }

    @Override
    public boolean refuses(Batch batch) {
        return commits.use("looking for refused rows of shard " + batch.shard(), db -> Commit.refused(db, batch));
    }

    @Override
    public Aside aside(int shard) {
        return new Aside(AsideTable.runs(reads, shard), AsideTable.letters(reads, shard));
    }

    @Override
    public Head head(int shard) {
        return ShardTable.head(commits, shard);
    }

    /**
     * Goes page by page along the index of live runs instead of holding one long cursor: no snapshot to keep open, and
     * each answer is due within the ordinary limits. The rows hold still, for only the shard's owner writes them. A
     * page with a row that cannot be read is read once more, run by run.
     */
    @Override
    public void load(int shard, Loading into) {
        WorkflowTable.live(reads, shard).forEach(into::workflow);
        long after = Long.MIN_VALUE;
        while (true) {
            var page = RunTable.liveKeys(reads, shard, after, LOAD_RUNS);
            try {
                live(page).forEach(into::run);
            } catch (StoreUnavailable away) {
                throw away;
            } catch (UnreadableRows some) {
                page.forEach(place -> one(place, into));
            }
            if (page.size() < LOAD_RUNS) {
                return;
            }
            after = page.getLast().runKey();
        }
    }

    private void one(RunTable.Place place, Loading into) {
        LiveRun run;
        try {
            run = live(List.of(place)).getFirst();
        } catch (UnreadableRows unreadable) {
            into.unreadable(place.runKey(), place.workflowId(), place.instanceId(), place.runId(), unreadable);
            return;
        }
        into.run(run);
    }

    /** @throws UnreadableRows when one of them cannot be read; no run has been told of then */
    private List<LiveRun> live(List<RunTable.Place> places) {
        if (places.isEmpty()) {
            return List.of();
        }
        long[] keys = places.stream().mapToLong(RunTable.Place::runKey).toArray();
        List<RunRow> runs;
        ArrayDeque<StepRow> steps;
        try {
            runs = RunTable.byKeys(reads, keys);
            steps = new ArrayDeque<>(StepTable.latest(reads, keys));
        } catch (StoreUnavailable away) {
            throw away;
        } catch (RuntimeException unreadable) {
            throw new UnreadableRows(unreadable);
        }
        var live = new ArrayList<LiveRun>();
        for (var run : runs) {
            var own = new ArrayList<StepRow>();
            while (!steps.isEmpty() && steps.peek().runKey() == run.runKey()) {
                own.add(steps.poll());
            }
            live.add(new LiveRun(run, own));
        }
        return live;
    }

    /** Rows that are there but mean nothing to this version. */
    private static final class UnreadableRows extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableRows(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    @Override
    public Optional<WorkflowRow> workflow(String workflowId) {
        return WorkflowTable.one(commits, workflowId);
    }

    @Override
    public List<MessageRow> inbox(int shard, int size) {
        return MessageTable.inbox(commits, shard, size);
    }

    @Override
    public List<Integer> shardsWithMail(Collection<Integer> shards) {
        return MessageTable.withMail(commits, shards);
    }

    @Override
    public List<Triggered> triggered(int shard) {
        return WorkflowTable.triggered(reads, shard);
    }

    @Override
    public TagPermits permits() {
        return new TagTable(reads);
    }

    @Override
    public Signals signals() {
        return new PostgresSignals(reads);
    }

    @Override
    public long nextInternalId() {
        return commits.one("drawing an internal id", row -> row.getLong(1), NEXT_INTERNAL_ID).orElseThrow();
    }
}
