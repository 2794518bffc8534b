package maestro.core.row;

import java.util.List;
import maestro.core.permit.TagChanges;
import maestro.core.signal.SignalChanges;

/**
 * All row changes of one batch; each list holds a key once, with its last state. {@code sent} letters go to other
 * shards, {@code taken} ones leave this shard's inbox. {@code deletedWorkflows} hold
 * {@code internalId}s whose versions, snapshots, timeline, runs and steps are to be removed step by step.
 */
public record Changes(
        List<WorkflowRow> workflows,
        List<VersionRow> versions,
        List<SnapshotRow> snapshots,
        List<TimelineRow> timeline,
        List<RunRow> runs,
        List<StepRow> steps,
        List<MessageRow> sent,
        List<MessageRow.Key> taken,
        SignalChanges signals,
        Aside aside,
        TagChanges tags,
        List<HookRow> hooks) {
    /**
     * What happened to runs and letters that were set aside; nearly always nothing.
     *
     * @param released run keys that do not rest any more
     * @param ended those of them that a user ended
     * @param letters that leave the inbox to rest
     * @param lettersBack that rested and go into the inbox again
     */
    public record Aside(
            List<SetAsideRow> put,
            List<Long> released,
            List<SetAsideEnd> ended,
            List<LetterAside> letters,
            List<MessageRow.Key> lettersBack) {
        public static final Aside NONE = new Aside(List.of(), List.of(), List.of(), List.of(), List.of());

        public boolean isEmpty() {
            return put.isEmpty()
                    && released.isEmpty()
                    && ended.isEmpty()
                    && letters.isEmpty()
                    && lettersBack.isEmpty();
        }
    }

    /** How many letters leave the inbox with this batch. */
    public int lettersGone() {
        return taken.size() + aside.letters().size();
    }

    public static final Changes NONE =
            new Changes(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    /** Without letters. */
    public Changes(
            List<WorkflowRow> workflows,
            List<VersionRow> versions,
            List<SnapshotRow> snapshots,
            List<TimelineRow> timeline,
            List<RunRow> runs,
            List<StepRow> steps) {
        this(workflows, versions, snapshots, timeline, runs, steps, List.of(), List.of());
    }

    /** Without signals and tags, and with nothing set aside. */
    public Changes(
            List<WorkflowRow> workflows,
            List<VersionRow> versions,
            List<SnapshotRow> snapshots,
            List<TimelineRow> timeline,
            List<RunRow> runs,
            List<StepRow> steps,
            List<MessageRow> sent,
            List<MessageRow.Key> taken) {
        this(workflows, versions, snapshots, timeline, runs, steps, sent, taken, SignalChanges.NONE, Aside.NONE,
                TagChanges.NONE, List.of());
    }

    /** Of signals alone. */
    public static Changes of(SignalChanges signals) {
        return new Changes(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), signals,
                Aside.NONE, TagChanges.NONE, List.of());
    }

    /** Without tags. */
    public Changes(
            List<WorkflowRow> workflows,
            List<VersionRow> versions,
            List<SnapshotRow> snapshots,
            List<TimelineRow> timeline,
            List<RunRow> runs,
            List<StepRow> steps,
            List<MessageRow> sent,
            List<MessageRow.Key> taken,
            SignalChanges signals,
            Aside aside) {
        this(workflows, versions, snapshots, timeline, runs, steps, sent, taken, signals, aside, TagChanges.NONE,
                List.of());
    }

    /** The same with other tags. */
    public Changes with(TagChanges other) {
        return new Changes(workflows, versions, snapshots, timeline, runs, steps, sent, taken, signals, aside, other,
                hooks);
    }

    /** The same with other hooks. */
    public Changes withHooks(List<HookRow> other) {
        return new Changes(workflows, versions, snapshots, timeline, runs, steps, sent, taken, signals, aside, tags,
                other);
    }

    /** Of tags alone. */
    public static Changes of(TagChanges tags) {
        return new Changes(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                SignalChanges.NONE, Aside.NONE, tags, List.of());
    }

    public boolean isEmpty() {
        return workflows.isEmpty()
                && versions.isEmpty()
                && snapshots.isEmpty()
                && timeline.isEmpty()
                && runs.isEmpty()
                && steps.isEmpty()
                && sent.isEmpty()
                && taken.isEmpty()
                && signals.isEmpty()
                && aside.isEmpty()
                && tags.isEmpty()
                && hooks.isEmpty();
    }
}
