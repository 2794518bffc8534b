package maestro.runtime.node;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import maestro.core.row.LetterAside;
import maestro.core.row.SetAsideRow;
import maestro.core.rule.Incident;
import maestro.core.state.BrokenRun;

/**
 * What went wrong inside this node, for its log and its metrics, and what of it the next recovery of a shard must know.
 * Thread-safe.
 */
public final class Troubles {
    private static final System.Logger LOG = System.getLogger("maestro.incident");

    private final ShardFailures failures = new ShardFailures();
    private final Map<Integer, Map<String, BrokenRun>> broken = new ConcurrentHashMap<>();
    private final AtomicLong contained = new AtomicLong();
    private final AtomicLong setAside = new AtomicLong();

    /** Decisions that threw and were contained. */
    public long contained() {
        return contained.get();
    }

    /** Runs and letters that were set aside. */
    public long setAside() {
        return setAside.get();
    }

    /** Shards that started afresh after a failure. */
    public long shardRestarts() {
        synchronized (failures) {
            return failures.total();
        }
    }

    /** Shards that fail again and again, for people; empty: none does. */
    public String text() {
        synchronized (failures) {
            return failures.troubled(millis()).entrySet().stream()
                    .map(shard -> "shard " + shard.getKey() + " fails again and again: " + shard.getValue())
                    .collect(Collectors.joining("; "));
        }
    }

    void contained(Incident incident) {
        contained.incrementAndGet();
        LOG.log(
                Level.ERROR,
                "{0} contained: {1}; what it was about has ended, everything else goes on\n{2}",
                incident.where(),
                incident.message(),
                String.join("\n", incident.stack()));
    }

    void setAside(SetAsideRow row) {
        setAside.incrementAndGet();
        LOG.log(
                Level.ERROR,
                "workflow={0} instance={1} run={2} shard={3} set aside ({4}): {5}; end it with `maestro instance kill"
                        + " {0} {1}`, or have it tried again with `maestro instance release {0} {1}`",
                row.workflowId(),
                String.valueOf(row.instanceId()),
                String.valueOf(row.runId()),
                row.shard(),
                row.cause(),
                row.reason());
    }

    void setAside(LetterAside letter) {
        setAside.incrementAndGet();
        LOG.log(
                Level.ERROR,
                "workflow={0} shard={1} from={2} seq={3} letter set aside: {4}; a version that can read it takes it up",
                letter.letter().workflowId(),
                letter.letter().toShard(),
                letter.letter().fromShard(),
                String.valueOf(letter.letter().seq()),
                letter.reason());
    }

    /** What was decided about runs of a shard cannot be written: they are set aside when it is loaded again. */
    void broken(int shard, List<BrokenRun> runs) {
        var ofShard = broken.computeIfAbsent(shard, _ -> new ConcurrentHashMap<>());
        runs.forEach(run -> ofShard.put(run.root().identity().uuid(), run));
    }

    /** Those runs by their uuids; kept, as starts under their request ids are refused for as long as the node lives. */
    Map<String, BrokenRun> broken(int shard) {
        return Map.copyOf(broken.getOrDefault(shard, Map.of()));
    }

    /** A shard failed; the milliseconds until it may be tried again. */
    long failed(int shard, boolean understood, Throwable why) {
        synchronized (failures) {
            return failures.failed(shard, understood, String.valueOf(why.getMessage()), millis());
        }
    }

    boolean giveAway(int shard) {
        synchronized (failures) {
            return failures.giveAway(shard);
        }
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }
}
