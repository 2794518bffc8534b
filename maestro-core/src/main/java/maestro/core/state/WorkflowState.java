package maestro.core.state;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import maestro.core.row.Activation;
import maestro.core.row.Later;
import maestro.core.row.MessageRow;
import maestro.core.row.PropertiesSnapshot;
import maestro.core.row.SetAsideRow;
import maestro.core.trigger.Triggers;

/** A workflow id: its definition's state, its queue and its live runs. Changed by {@link Evolve} alone. */
public final class WorkflowState implements Cloneable {
    static final int RECENT_REQUESTS_MAX = 4_096;
    static final int RECENT_PUSHES_MAX = 16;

    /** A push that was sent with a key: what it was, and the version it made. */
    public record Push(String fingerprint, long version) {}

    /** The order of a queue: oldest instance first, then oldest run (execution.md §8.1). */
    public record Place(long instanceId, long runId) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::instanceId).thenComparingLong(Place::runId);

        static Place of(RunState run) {
            return new Place(run.identity().instanceId(), run.identity().runId());
        }

        static Place of(SetAsideRow row) {
            return new Place(row.instanceId(), row.runId());
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    final String id;
    final int shard;
    long internalId;
    long latestVersion;
    long activeVersion;
    long lastInstanceId;
    long lastTimelineSeq;
    boolean deleted;
    long modifyMillis;
    Optional<Activation> activation = Optional.empty();
    Optional<PropertiesSnapshot> snapshot = Optional.empty();
    List<String> tags = List.of();
    long blockingFailures;
    long revision;
    Later later = Later.NONE;
    Later laterProperties = Later.NONE;
    Triggers triggers = Triggers.NONE;
    final TreeMap<Place, RunState> queued = new TreeMap<>();
    final TreeMap<Place, RunState> running = new TreeMap<>();
    final TreeMap<Place, SetAsideRow> setAside = new TreeMap<>();
    final SequencedMap<String, RunIdentity> recentRequests = new LinkedHashMap<>();
    final SequencedMap<String, Push> recentPushes = new LinkedHashMap<>();
    final Permits permits = new Permits();
    private final Map<String, ArrayDeque<Pending>> lines = new HashMap<>();
    final SequencedMap<String, Breakpoint> breakpoints = new LinkedHashMap<>();
    final Set<Permits.Place> paused = new LinkedHashSet<>();
    private long saved;

    WorkflowState(String id, int shard) {
        this.id = id;
        this.shard = shard;
    }

    /** Remembers how it is before the decision under way changes it, but for its collections. */
    void save(Journal journal) {
        if (saved != journal.decision()) {
            saved = journal.decision();
            try {
                var before = (WorkflowState) clone();
                journal.note(() -> restore(before));
            } catch (CloneNotSupportedException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private void restore(WorkflowState before) {
        internalId = before.internalId;
        latestVersion = before.latestVersion;
        activeVersion = before.activeVersion;
        lastInstanceId = before.lastInstanceId;
        lastTimelineSeq = before.lastTimelineSeq;
        deleted = before.deleted;
        modifyMillis = before.modifyMillis;
        activation = before.activation;
        snapshot = before.snapshot;
        tags = before.tags;
        blockingFailures = before.blockingFailures;
        revision = before.revision;
        later = before.later;
        laterProperties = before.laterProperties;
        triggers = before.triggers;
    }

    public String id() {
        return id;
    }

    public int shard() {
        return shard;
    }

    /** Whether a definition is there: pushed and not deleted since. */
    public boolean exists() {
        return latestVersion > 0 && !deleted;
    }

    public long internalId() {
        return internalId;
    }

    public long latestVersion() {
        return latestVersion;
    }

    /** 0: none is active. */
    public long activeVersion() {
        return activeVersion;
    }

    public long lastInstanceId() {
        return lastInstanceId;
    }

    public long lastTimelineSeq() {
        return lastTimelineSeq;
    }

    public boolean deleted() {
        return deleted;
    }

    public long modifyMillis() {
        return modifyMillis;
    }

    public Optional<Activation> activation() {
        return activation;
    }

    public Optional<PropertiesSnapshot> snapshot() {
        return snapshot;
    }

    /** Runs stored FAILED that were neither unblocked nor restarted: they block STRICT_SEQUENTIAL. */
    public long blockingFailures() {
        return blockingFailures;
    }

    /**
     * Counts changes that make what was read of ended runs out of date: restarts and unblocks. Whoever read it before he
     * read a run knows that nothing newer was there when it is still the same.
     */
    public long revision() {
        return revision;
    }

    /** Runs that wait for the strategy, oldest first. */
    public Collection<RunState> queued() {
        return queued.values();
    }

    /** Runs handed to the engine and not ended, oldest first. */
    public Collection<RunState> running() {
        return running.values();
    }

    /** The run that a recent start made under this request id, if it was this shard's lately. */
    public Optional<RunIdentity> recentRequest(String uuid) {
        return Optional.ofNullable(recentRequests.get(uuid));
    }

    /** The push that was lately made under this key. */
    public Optional<Push> recentPush(String key) {
        return Optional.ofNullable(recentPushes.get(key));
    }

    /** The live run of an instance; at most one run of it is live. */
    public Optional<RunState> liveRun(long instanceId) {
        return first(running, instanceId).or(() -> first(queued, instanceId));
    }

    private static Optional<RunState> first(TreeMap<Place, RunState> runs, long instanceId) {
        return Optional.ofNullable(runs.ceilingEntry(new Place(instanceId, 0)))
                .filter(entry -> entry.getKey().instanceId() == instanceId)
                .map(Map.Entry::getValue);
    }

    /** Runs that are queued, under way, or set aside. */
    public int nonTerminal() {
        return queued.size() + running.size() + setAside.size();
    }

    /** Runs that the run strategy counts as under way: a run that was set aside keeps its place. */
    public int inProgress() {
        return running.size() + setAside.size();
    }

    /** Runs that rest because nothing could be done with them, oldest first. */
    public Collection<SetAsideRow> setAside() {
        return setAside.values();
    }

    /** The run of an instance that was set aside. */
    public Optional<SetAsideRow> setAside(long instanceId) {
        return Optional.ofNullable(setAside.ceilingEntry(new Place(instanceId, 0)))
                .filter(entry -> entry.getKey().instanceId() == instanceId)
                .map(Map.Entry::getValue);
    }

    /** By step id, at any depth of loops: attempts at these steps rest before they wait for anything (§5.9). */
    public SequencedMap<String, Breakpoint> breakpoints() {
        return Collections.unmodifiableSequencedMap(breakpoints);
    }

    /** Attempts that rest at a breakpoint, the first one first. */
    public Collection<Permits.Place> paused() {
        return Collections.unmodifiableSet(paused);
    }

    /** Its triggers, and how far they have come. */
    public Triggers triggers() {
        return triggers;
    }

    /**
     * Letters of signals that its triggers have not dealt with yet, by the uuid of the trigger. What is here is in the
     * inbox as well: a recovery reads it again.
     */
    public Map<String, ArrayDeque<Pending>> lines() {
        return lines;
    }

    /** A letter that waits for its trigger. */
    public record Pending(MessageRow.Key letter, String signal, long seq, Map<String, Object> params) {}

    public Permits permits() {
        return permits;
    }
}
