package maestro.core.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.core.row.Activation;
import maestro.core.row.SetAsideEnd;
import maestro.core.row.SnapshotJson;
import maestro.core.row.StoredJson;
import maestro.core.row.TimelineRow;
import maestro.core.row.VersionRow;
import maestro.model.run.InstanceStatus;

/** How events about a workflow id change it; part of {@link Evolve}. */
final class EvolveWorkflow {
    private EvolveWorkflow() {}

    static void apply(ShardState state, Event.OfWorkflow event) {
        var journal = state.journal;
        var workflow = state.workflows.computeIfAbsent(
                event.workflowId(), id -> new WorkflowState(id, state.shard));
        workflow.save(journal);
        switch (event) {
            case Event.VersionPublished published -> publish(state, workflow, published);
            case Event.PropertiesChanged(_, var snapshot, var at) -> {
                workflow.snapshot = Optional.of(snapshot);
                workflow.modifyMillis = at;
                journal.append(state.newSnapshots, SnapshotJson.row(workflow.id, workflow.internalId, snapshot));
            }
            case Event.ActiveVersionChanged(_, var version, var author, var at) -> {
                workflow.activeVersion = version;
                workflow.activation = version == 0 ? Optional.empty() : Optional.of(new Activation(author, at));
                workflow.modifyMillis = at;
            }
            case Event.PushNoted(_, var key, var fingerprint, var version) -> {
                journal.put(workflow.recentPushes, key, new WorkflowState.Push(fingerprint, version));
                if (workflow.recentPushes.size() > WorkflowState.RECENT_PUSHES_MAX) {
                    journal.removeFirst(workflow.recentPushes);
                }
            }
            case Event.HistoryNoted(_, var author, var log, var at) ->
                journal.append(
                        state.newHistory,
                        new TimelineRow(
                                workflow.id, workflow.internalId, ++workflow.lastTimelineSeq, at, author.name(), log));
            case Event.WorkflowDeleted(_, var at) -> {
                workflow.deleted = true;
                journal.clear(workflow.breakpoints);
                workflow.activeVersion = 0;
                workflow.activation = Optional.empty();
                workflow.blockingFailures = 0;
                journal.clear(workflow.recentRequests);
                journal.clear(workflow.recentPushes);
                workflow.modifyMillis = at;
            }
            case Event.UnreadableDeleted(_, var row, var at) -> {
                Recovery.columns(workflow, row);
                workflow.deleted = true;
                workflow.activeVersion = 0;
                workflow.modifyMillis = at;
                journal.remove(state.unreadable, workflow.id);
            }
            case Event.TriggersSet(_, var triggers) -> workflow.triggers = triggers;
            case Event.BreakpointSet(_, var stepId, var breakpoint) -> journal.put(workflow.breakpoints, stepId, breakpoint);
            case Event.BreakpointRemoved(_, var stepId) -> journal.remove(workflow.breakpoints, stepId);
            case Event.RunSetAside(_, var row) -> {
                state.run(row.runKey()).ifPresent(run -> EvolveRun.remove(state, run));
                journal.put(workflow.setAside, WorkflowState.Place.of(row), row);
                journal.append(state.newSetAside, row);
            }
            case Event.RunReleased(_, var row) -> {
                journal.remove(workflow.setAside, WorkflowState.Place.of(row));
                journal.append(state.released, row.runKey());
            }
            case Event.SetAsideEnded(_, var row, var status, var at) -> {
                journal.remove(workflow.setAside, WorkflowState.Place.of(row));
                journal.append(state.released, row.runKey());
                journal.append(state.endedAside, new SetAsideEnd(row.runKey(), row.keys(), status, at));
                workflow.blockingFailures += status == InstanceStatus.FAILED ? 1 : 0;
                workflow.revision++;
                workflow.modifyMillis = at;
            }
            case Event.RunUnblocked(_, var row, var freed, var at) -> {
                workflow.blockingFailures -= freed ? 1 : 0;
                workflow.revision++;
                workflow.modifyMillis = at;
                journal.put(state.unblockedRuns, row.runKey(), row);
            }
        }
        if (workflow.internalId > 0) { // else nothing but a run that rests is known of it
            journal.add(state.touchedWorkflows, workflow);
        }
    }

    /** Names of the tags in a definition. */
    private static List<String> tags(VersionRow version) {
        var names = new ArrayList<String>();
        StoredJson.parse(version.definition())
                .path("tags")
                .forEach(tag -> names.add(tag.path("name").stringValue("")));
        return List.copyOf(names);
    }

    private static void publish(ShardState state, WorkflowState workflow, Event.VersionPublished published) {
        var version = published.version();
        workflow.deleted = false;
        workflow.internalId = version.internalId();
        workflow.latestVersion = version.version();
        workflow.tags = tags(version);
        workflow.modifyMillis = published.at();
        if (published.activated()) {
            workflow.activeVersion = version.version();
            workflow.activation = Optional.of(new Activation(published.author(), published.at()));
        }
        if (published.snapshot().isPresent()) {
            workflow.snapshot = published.snapshot();
            state.journal.append(
                    state.newSnapshots,
                    SnapshotJson.row(workflow.id, workflow.internalId, published.snapshot().get()));
        }
        state.journal.append(state.newVersions, version);
    }
}
