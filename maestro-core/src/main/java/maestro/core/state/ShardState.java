package maestro.core.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.core.mail.Key;
import maestro.core.permit.TagRows;
import maestro.core.permit.TagState;
import maestro.core.row.HookRow;
import maestro.core.row.LetterAside;
import maestro.core.row.MessageRow;
import maestro.core.row.RunRow;
import maestro.core.row.SetAsideEnd;
import maestro.core.row.SetAsideRow;
import maestro.core.row.SnapshotRow;
import maestro.core.row.StepRow;
import maestro.core.row.TimelineRow;
import maestro.core.row.VersionRow;
import maestro.core.signal.SignalRows;
import maestro.core.signal.SignalState;

/**
 * All that one shard holds in memory: the workflows in use and their live runs. Bounded by live work; what ended and was
 * written is dropped. Changed by {@link Evolve} alone; one thread at a time.
 */
public final class ShardState {
    /** One step of one run that changed since the last batch. */
    public record Touched(RunState run, StepState step) {}

    final int shard;
    final Map<String, WorkflowState> workflows = new HashMap<>();
    final Map<Long, RunState> runs = new HashMap<>();
    final Set<WorkflowState> touchedWorkflows = new LinkedHashSet<>();
    final Set<RunState> touchedRuns = new LinkedHashSet<>();
    final List<Touched> touchedSteps = new ArrayList<>();
    final List<VersionRow> newVersions = new ArrayList<>();
    final List<TimelineRow> newHistory = new ArrayList<>();
    final List<SnapshotRow> newSnapshots = new ArrayList<>();
    final List<MessageRow> sent = new ArrayList<>();
    final List<MessageRow.Key> taken = new ArrayList<>();
    final Map<Long, RunRow> unblockedRuns = new LinkedHashMap<>();
    final List<StepRow> closedAttempts = new ArrayList<>();
    final List<HookRow> newHooks = new ArrayList<>();
    final List<SetAsideRow> newSetAside = new ArrayList<>();
    final List<LetterAside> lettersAside = new ArrayList<>();
    final List<MessageRow.Key> lettersBack = new ArrayList<>();
    final List<Long> released = new ArrayList<>();
    final List<SetAsideEnd> endedAside = new ArrayList<>();
    final Map<String, UnreadableWorkflow> unreadable = new HashMap<>();
    final Map<String, String> refusedStarts = new HashMap<>();
    final Journal journal = new Journal();
    final Map<String, SignalState> signals = new HashMap<>();
    final SignalRows signalRows = new SignalRows();
    final Map<String, TagState> tags = new HashMap<>();
    final TagRows tagRows = new TagRows();
    final Map<String, Integer> limits = new HashMap<>();
    long sequence;
    private long sequenceBefore;

    public ShardState(int shard, long sequence) {
        this.shard = shard;
        this.sequence = sequence;
        this.sequenceBefore = sequence;
    }

    /** A decision begins; the ones before it stand. */
    public void begin() {
        sequenceBefore = sequence;
        journal.begin();
    }

    /** Tells decisions apart. */
    public long decision() {
        return journal.decision();
    }

    /** Everything is as it was when the last decision began. */
    public void undo() {
        journal.rollBack();
        sequence = sequenceBefore;
    }

    public int shard() {
        return shard;
    }

    /** The number of the last event; also makes run keys, which therefore never repeat. */
    public long sequence() {
        return sequence;
    }

    public Optional<WorkflowState> workflow(String id) {
        return Optional.ofNullable(workflows.get(id));
    }

    /** A workflow whose stored state this program cannot read. */
    public Optional<UnreadableWorkflow> unreadable(String workflowId) {
        return Optional.ofNullable(unreadable.get(workflowId));
    }

    /** The stored state of a workflow cannot be read. */
    public void unreadable(String workflowId, UnreadableWorkflow workflow) {
        unreadable.put(workflowId, workflow);
    }

    /** Why a run under this request id cannot be made: it was tried, and could not be written. */
    public Optional<String> refusedStart(String uuid) {
        return Optional.ofNullable(refusedStarts.get(uuid));
    }

    /** A run under this request id could not be written. */
    public void refuseStart(String uuid, String why) {
        refusedStarts.put(uuid, why);
    }

    /** The outermost run above the iterations of a loop, if it is live. */
    public Optional<RunState> rootOfLoop(String inlineId) {
        return runs.values().stream()
                .filter(run -> Arrays.stream(run.steps)
                        .anyMatch(step -> step.attempt.loop != null && step.attempt.loop.inlineId.equals(inlineId)))
                .map(RunState::root)
                .findFirst();
    }

    /** A live run, or empty when it ended. */
    public Optional<RunState> run(long runKey) {
        return Optional.ofNullable(runs.get(runKey));
    }

    public Collection<RunState> runs() {
        return runs.values();
    }

    public Collection<WorkflowState> workflows() {
        return workflows.values();
    }

    /** The permits that the steps of a run share with those of its siblings. */
    public Permits permits(RunState run) {
        return Evolve.permits(this, run);
    }

    /** Adds the keys of a run and of its live iterations at any depth. */
    public void keys(RunState run, List<Long> into) {
        EvolveRun.keys(run, into);
    }

    /** Workflows that changed since the last batch, apart from their runs. */
    public Collection<WorkflowState> touchedWorkflows() {
        return touchedWorkflows;
    }

    /** Runs that changed since the last batch. */
    public Collection<RunState> touchedRuns() {
        return touchedRuns;
    }

    /** Steps that changed since the last batch. */
    public Collection<Touched> touchedSteps() {
        return touchedSteps;
    }

    /** The run key that the next event would give. */
    public long nextRunKey() {
        return ((long) shard << 48) | (sequence + 1);
    }

    /** Whether what a message is about is in memory. */
    public boolean holds(Key key) {
        return switch (key) {
            case Key.Workflow(var id) -> workflows.containsKey(id) || unreadable.containsKey(id);
            case Key.Signal(var name) -> signals.containsKey(name);
            case Key.Tag(var name) -> tags.containsKey(name);
        };
    }

    public Optional<SignalState> signal(String name) {
        return Optional.ofNullable(signals.get(name));
    }

    public Collection<SignalState> signals() {
        return signals.values();
    }

    public Optional<TagState> tag(String name) {
        return Optional.ofNullable(tags.get(name));
    }

    /** What the permit of an automatic tag allows; empty: it has none. */
    public Optional<Integer> limit(String tag) {
        return Optional.ofNullable(limits.get(tag));
    }

    /** Whether no automatic tag of the shard has a permit. */
    public boolean unlimited() {
        return limits.isEmpty();
    }

    /** How many tags are in memory. */
    public int tagCount() {
        return tags.size();
    }

    /** Drops all tags from memory, unless the next batch holds something of one; they are read again when needed. */
    public void forgetTags() {
        if (tagRows.isEmpty()) {
            tags.clear();
        }
    }

    /** A key like a run's, made of the event under way. */
    long freshKey() {
        return ((long) shard << 48) | sequence;
    }

    /** Drops a signal name that nothing needs in memory; it is read again when it is asked for. */
    public void forgetSignal(String name) {
        var signal = signals.get(name);
        if (signal != null && signal.idle() && signalRows.isEmpty()) {
            signals.remove(name);
        }
    }

    /** Drops a workflow without live runs from memory; it is read again when it is asked for. */
    public void forget(String workflowId) {
        var workflow = workflows.get(workflowId);
        boolean idle = workflow != null && workflow.nonTerminal() == 0 && workflow.lines().isEmpty();
        if (idle && !touchedWorkflows.contains(workflow)) {
            workflows.remove(workflowId);
        }
    }
}
