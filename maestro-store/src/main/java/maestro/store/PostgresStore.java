package maestro.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import maestro.core.row.MessageRow;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.core.row.WorkflowRow;
import maestro.runtime.store.Batch;
import maestro.runtime.store.Signals;
import maestro.runtime.store.Store;

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
    public Head head(int shard) {
        return ShardTable.head(commits, shard);
    }

    /**
     * Goes page by page along the index of live runs instead of holding one long cursor: no snapshot to keep open, and
     * each answer is due within the ordinary limits. The rows hold still, for only the shard's owner writes them.
     */
    @Override
    public void load(int shard, Consumer<WorkflowRow> workflows, Consumer<LiveRun> runs) {
        WorkflowTable.live(reads, shard).forEach(workflows);
        long after = Long.MIN_VALUE;
        while (true) {
            var page = RunTable.live(reads, shard, after, LOAD_RUNS);
            withSteps(page).forEach(runs);
            if (page.size() < LOAD_RUNS) {
                return;
            }
            after = page.getLast().runKey();
        }
    }

    private List<LiveRun> withSteps(List<RunRow> runs) {
        if (runs.isEmpty()) {
            return List.of();
        }
        var steps = new ArrayDeque<StepRow>(
                StepTable.latest(reads, runs.stream().mapToLong(RunRow::runKey).toArray()));
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
    public Signals signals() {
        return new PostgresSignals(reads);
    }

    @Override
    public long nextInternalId() {
        return commits.one("drawing an internal id", row -> row.getLong(1), NEXT_INTERNAL_ID).orElseThrow();
    }
}
