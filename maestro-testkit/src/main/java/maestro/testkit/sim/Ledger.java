package maestro.testkit.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import maestro.core.row.Changes;
import maestro.core.row.MessageRow;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.SetAsideEnd;
import maestro.core.row.SnapshotJson;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.core.row.StoredJson;
import maestro.core.row.WorkflowRow;
import maestro.core.rule.Effect;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.runtime.store.Batch;
import maestro.runtime.store.RefusedRows;
import maestro.runtime.store.Signals;
import maestro.runtime.store.Store;
import maestro.runtime.store.TagPermits;
import tools.jackson.databind.JsonNode;

/**
 * The store as nodes see it: faults come between, and every batch that really was written is held against what must
 * hold of rows whoever wrote them (docs/reliability.md).
 */
final class Ledger implements Store {
    private static final int STEPS_DEFAULT = 20;

    private record Instance(String workflowId, long number) {}

    private record StepKey(long runKey, String stepId, int attempt) {}

    private final Store store;
    private final SimFaults faults;
    private final Bug bug;
    private final Mines mines;
    private final Map<Integer, Long> epochs = new HashMap<>();
    private final Map<String, WorkflowRow> workflows = new HashMap<>();
    private final Map<Long, RunRow> runs = new TreeMap<>();
    private final Map<StepKey, StepRow> steps = new HashMap<>();
    private final Map<String, Long> uuids = new HashMap<>();
    private final Map<Instance, RunRow> latest = new HashMap<>();
    private final Map<String, Long> lastInstances = new HashMap<>();
    private final Map<Long, Integer> limits = new HashMap<>();
    private final Map<Long, Set<String>> holders = new HashMap<>();
    private final Map<String, WorkflowRow> stale = new HashMap<>();
    /** Runs that rested once: their steps hold no permit meanwhile, and run at once when they are taken up. */
    private final Set<Long> excused = new HashSet<>();
    private final Set<String> durableKeys = new HashSet<>();
    private final Set<String> launchedKeys = new HashSet<>();

    Ledger(Store store, SimFaults faults, Bug bug, Mines mines) {
        this.mines = mines;
        this.store = store;
        this.faults = faults;
        this.bug = bug;
    }

    /** A shard has a new owner. */
    void taken(int shard, long epoch) {
        epochs.put(shard, epoch);
    }

    Map<Long, RunRow> runs() {
        return runs;
    }

    Optional<RunRow> runByUuid(String workflowId, String uuid) {
        return Optional.ofNullable(uuids.get(workflowId + '/' + uuid)).map(runs::get);
    }

    long liveRuns() {
        return runs.values().stream().filter(RunRow::live).count();
    }

    /** A runtime is about to be started. */
    void launched(Effect.Launch launch) {
        check(durableKeys.contains(launch.attemptKey()), "launched before it was durable: %s", launch.attemptKey());
        check(launchedKeys.add(launch.attemptKey()), "launched twice under one key: %s", launch.attemptKey());
    }

    static void check(boolean holds, String what, Object... about) {
        if (!holds) {
            throw new AssertionError(what.formatted(about));
        }
    }

    @Override
    public Outcome commit(Batch batch) {
        var asked = switch (bug) {
            case IGNORED_EPOCH -> shifted(batch);
            case TORN_BATCH, LOST_LETTER, KEPT_LETTER, FORGOTTEN_ASIDE, UNENDED_ASIDE -> torn(batch);
            default -> batch;
        };
        if (mines.refuses(batch)) {
            throw new RefusedRows("planted", null);
        }
        long before = store.head(batch.shard()).sequence();
        try {
            return faults.exposed(() -> store.commit(asked));
        } finally {
            if (store.head(batch.shard()).sequence() != before) {
                written(batch);
            }
        }
    }

    private Batch shifted(Batch batch) {
        var head = store.head(batch.shard());
        long length = batch.lastSeq() - batch.firstSeq();
        return new Batch(
                batch.shard(),
                head.epoch(),
                head.sequence(),
                head.sequence() + length,
                batch.atMillis(),
                batch.changes(),
                batch.events());
    }

    private Batch torn(Batch batch) {
        var all = batch.changes();
        var left = new Changes(
                all.workflows(), all.versions(), all.snapshots(), all.timeline(), all.runs(),
                bug == Bug.TORN_BATCH ? withoutLast(all.steps()) : all.steps(),
                bug == Bug.LOST_LETTER ? List.of() : all.sent(),
                bug == Bug.KEPT_LETTER ? List.of() : all.taken(),
                all.signals(),
                torn(all.aside()));
        return new Batch(
                batch.shard(), batch.epoch(), batch.firstSeq(), batch.lastSeq(), batch.atMillis(),
                left.with(all.tags()).withHooks(all.hooks()), batch.events());
    }

    private Changes.Aside torn(Changes.Aside all) {
        return new Changes.Aside(
                bug == Bug.FORGOTTEN_ASIDE ? List.of() : all.put(),
                all.released(),
                bug == Bug.UNENDED_ASIDE ? List.of() : all.ended(),
                all.letters(),
                all.lettersBack());
    }

    private static <T> List<T> withoutLast(List<T> all) {
        return all.size() < 2 ? all : all.subList(0, all.size() - 1);
    }

    private void written(Batch batch) {
        check(
                batch.epoch() == epochs.get(batch.shard()),
                "an owner of epoch %d wrote while epoch %d is in force",
                batch.epoch(),
                epochs.get(batch.shard()));
        var changes = batch.changes();
        var widest = new HashMap<String, Integer>();
        workflows.forEach((id, row) -> widest.put(id, concurrency(StoredJson.parse(row.detail()).get("props"))));
        changes.snapshots()
                .forEach(row -> widest.merge(
                        row.workflowId(), concurrency(StoredJson.parse(row.snapshot())), Math::max));
        changes.workflows().forEach(row -> workflows.put(row.workflowId(), row));
        var started = new ArrayList<RunRow>();
        for (var row : changes.runs()) {
            if (write(row) && row.status() == InstanceStatus.IN_PROGRESS) {
                started.add(row);
            }
        }
        changes.steps().forEach(this::write);
        changes.aside().put().forEach(row -> excused.addAll(row.keys()));
        changes.aside().ended().forEach(this::write);
        changes.steps().stream().map(StepRow::runKey).distinct().forEach(this::checkPermits);
        started.stream()
                .filter(row -> widest.containsKey(row.workflowId()))
                .forEach(row -> checkStrategy(row, widest.get(row.workflowId())));
    }

    private static int concurrency(JsonNode snapshot) {
        return SnapshotJson.fromJson(snapshot).properties().runStrategyInForce().workflowConcurrency();
    }

    /** A run that rested was ended without a look at it. */
    private void write(SetAsideEnd end) {
        for (long key : end.keys()) {
            runs.computeIfPresent(key, (_, run) -> run.live() ? run.ended(end.status(), end.atMillis()) : run);
            holders.remove(key);
            steps.replaceAll((place, step) -> place.runKey() == key && !step.status().terminal()
                    ? step.ended(StepStatus.INTERNALLY_FAILED, end.atMillis())
                    : step);
        }
    }

    /** Whether the run's status is another one than before. */
    private boolean write(RunRow row) {
        var old = runs.get(row.runKey());
        if (old == null) {
            checkNumbers(row);
            var twin = uuids.put(row.workflowId() + '/' + row.uuid(), row.runKey());
            check(twin == null, "two runs of request %s", row.uuid());
            limits.put(
                    row.runKey(),
                    row.likeKey() == 0
                            ? RunHead.read(row.head()).stepConcurrency().orElse(STEPS_DEFAULT)
                            : limits.get(row.likeKey()));
        } else {
            boolean freed = row.unblocked() && old.status() == row.status() && old.endMillis() == row.endMillis();
            check(old.live() || freed, "run %s was written after its end, as %s", old, row);
        }
        check(
                row.live() != row.status().terminal(),
                "run %d is %s but live=%s", row.runKey(), row.status(), row.live());
        check((row.endMillis() != 0) == row.status().terminal(), "end time of run %d", row.runKey());
        runs.put(row.runKey(), row);
        return old == null || old.status() != row.status();
    }

    /**
     * Instance ids have no gap; a further run follows the latest, which has ended. A loop's iterations have the loop's
     * run id, so that one that was not run again misses some.
     */
    private void checkNumbers(RunRow row) {
        var before = latest.put(new Instance(row.workflowId(), row.instanceId()), row);
        if (before != null) {
            boolean next = workflows.containsKey(row.workflowId())
                    ? row.runId() == before.runId() + 1
                    : row.runId() > before.runId();
            check(next, "%s after %s", row, before);
            check(!runs.get(before.runKey()).live(), "run %d while the one before is live", row.runKey());
            return;
        }
        long last = lastInstances.getOrDefault(row.workflowId(), 0L);
        boolean iteration = !workflows.containsKey(row.workflowId());
        check(iteration || row.instanceId() == last + 1, "instance id %d after %d", row.instanceId(), last);
        lastInstances.put(row.workflowId(), row.instanceId());
    }

    private void write(StepRow row) {
        var key = new StepKey(row.runKey(), row.stepId(), row.attempt());
        var old = steps.put(key, row);
        if (old != null && old.status().terminal()) {
            check(
                    old.status() == row.status()
                            && old.endMillis() == row.endMillis()
                            && Arrays.equals(old.detail(), row.detail()),
                    "attempt %s was changed after its end, from %s to %s", key, old.status(), row.status());
        } else if (old != null) {
            check(old.status().compareTo(row.status()) <= 0, "%s went from %s to %s", key, old.status(), row.status());
        }
        if (row.attempt() > 1) {
            var before = steps.get(new StepKey(row.runKey(), row.stepId(), row.attempt() - 1));
            boolean restarts = !RandomWorkflows.calm(runs.get(row.runKey()).workflowId());
            check(
                    before == null ? restarts : before.status().retryable() || restarts && before.status().terminal(),
                    "%s follows %s", key, before);
        }
        var place = holders.computeIfAbsent(row.runKey(), _ -> new HashSet<>());
        if (holds(row.status())) {
            place.add(row.stepId());
        } else {
            place.remove(row.stepId());
        }
        var launch = StepDetail.read(row).attemptKey();
        if (!launch.isEmpty()) {
            durableKeys.add(launch);
        }
    }

    /** Permits in use stay within the widest limit of the live runs (execution.md §8.3). */
    private void checkPermits(long runKey) {
        String workflowId = runs.get(runKey).workflowId();
        int limit = 0;
        int held = 0;
        for (var run : runs.values()) {
            if (run.live() && run.workflowId().equals(workflowId)) {
                limit = Math.max(limit, limits.get(run.runKey()));
                held += excused.contains(run.runKey()) ? 0 : holders.getOrDefault(run.runKey(), Set.of()).size();
            }
        }
        check(held <= limit, "%d steps of %s run at once, allowed are %d", held, workflowId, limit);
    }

    static boolean holds(StepStatus status) {
        return status == StepStatus.STARTING || status == StepStatus.RUNNING || status == StepStatus.FINISHING;
    }

    /** A run only goes to work when a strategy that was in force since the batch before has room for it. */
    private void checkStrategy(RunRow started, int allowed) {
        long running = runs.values().stream()
                .filter(run -> run.workflowId().equals(started.workflowId())
                        && run.status() == InstanceStatus.IN_PROGRESS)
                .count();
        check(running <= allowed, "%d runs of %s at once, allowed are %d", running, started.workflowId(), allowed);
    }

    @Override
    public Head head(int shard) {
        return faults.exposed(() -> store.head(shard));
    }

    @Override
    public void load(int shard, Loading into) {
        store.load(shard, new Loading() {
            @Override
            public void workflow(WorkflowRow row) {
                into.workflow(row);
            }

            @Override
            public void run(LiveRun live) {
                var row = live.run();
                if (mines.unreadable(row.runKey(), row.workflowId())) {
                    var planted = new IllegalStateException("planted");
                    if (bug != Bug.PASSED_OVER_RUN) {
                        into.unreadable(row.runKey(), row.workflowId(), row.instanceId(), row.runId(), planted);
                    }
                    return;
                }
                if (bug != Bug.LOST_RUN || live.run().runKey() % 5 != 0) {
                    into.run(bug == Bug.LOST_ROW ? shortened(live) : live);
                }
            }

            @Override
            public void unreadable(long runKey, String workflowId, long instanceId, long runId, RuntimeException why) {
                into.unreadable(runKey, workflowId, instanceId, runId, why);
            }
        });
    }

    @Override
    public Aside aside(int shard) {
        return store.aside(shard);
    }

    @Override
    public boolean refuses(Batch batch) {
        return mines.refuses(batch) || store.refuses(batch);
    }

    private static LiveRun shortened(LiveRun run) {
        return run.steps().isEmpty()
                ? run
                : new LiveRun(run.run(), withoutLast(run.steps()));
    }

    @Override
    public Optional<WorkflowRow> workflow(String workflowId) {
        var row = faults.exposed(() -> store.workflow(workflowId));
        return bug == Bug.STALE_WORKFLOW ? row.map(now -> stale.computeIfAbsent(workflowId, _ -> now)) : row;
    }

    @Override
    public List<MessageRow> inbox(int shard, int size) {
        return faults.exposed(() -> store.inbox(shard, size));
    }

    @Override
    public List<Integer> shardsWithMail(Collection<Integer> shards) {
        return faults.exposed(() -> store.shardsWithMail(shards));
    }

    @Override
    public List<Triggered> triggered(int shard) {
        return store.triggered(shard);
    }

    @Override
    public TagPermits permits() {
        return store.permits();
    }

    @Override
    public Signals signals() {
        return store.signals();
    }

    @Override
    public long nextInternalId() {
        return store.nextInternalId();
    }
}
