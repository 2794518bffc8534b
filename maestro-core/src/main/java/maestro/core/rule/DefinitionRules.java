package maestro.core.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.row.PropertiesSnapshot;
import maestro.core.row.VersionRow;
import maestro.core.state.Event;
import maestro.core.state.Projection;
import maestro.core.state.WorkflowState;
import maestro.core.workflow.PropertiesMerge;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.Tag;
import maestro.model.User;
import maestro.model.definition.Properties;
import maestro.model.definition.RunStrategy;
import maestro.model.json.Json;
import maestro.model.json.UserJson;

/** Versions, properties and activation (definition.md §14), deletion (execution.md §12). */
final class DefinitionRules {
    private DefinitionRules() {}

    static Answer publish(Turn turn, WorkflowState workflow, Command.Publish publish) {
        boolean first = !workflow.exists();
        if (first && publish.freshInternalId() == 0) {
            throw new MaestroException(
                    Code.CONFLICT, "Workflow [" + workflow.id() + "] was deleted meanwhile; try again");
        }
        var snapshot = snapshot(turn, workflow, publish);
        long internalId = first ? publish.freshInternalId() : workflow.internalId();
        long number = first ? 1 : workflow.latestVersion() + 1;
        var version = new VersionRow(
                workflow.id(),
                internalId,
                number,
                turn.now(),
                publish.definition(),
                metadata(workflow.id(), number, turn.now(), publish));
        boolean activates = publish.activate();
        turn.emit(new Event.VersionPublished(
                workflow.id(), version, snapshot, activates, publish.author(), turn.now()));
        note(turn, workflow, publish.author(), "Created a new workflow version [" + number + "]"
                + (activates ? ", now active" : "") + (snapshot.isPresent() ? ", with new properties" : ""));
        TriggerRules.adopt(
                turn,
                workflow,
                activates ? publish.triggering().declared() : workflow.triggers().declared(),
                publish.triggering().since());
        turn.later(new Turn.Work.Dequeue(workflow.id()));
        var row = Projection.row(workflow);
        turn.effect(new Effect.WorkflowChanged(row));
        return new Answer.Published(row, version, workflow.snapshot().orElseThrow());
    }

    private static Optional<PropertiesSnapshot> snapshot(Turn turn, WorkflowState workflow, Command.Publish publish) {
        if (!workflow.exists()) {
            var given = publish.properties().orElse(Properties.NONE);
            if (given.owner().isEmpty()) {
                throw MaestroException.badRequest("properties.owner is required in the first push of workflow ["
                        + workflow.id() + "]; add \"properties\": {\"owner\": \"<name>\"}");
            }
            return Optional.of(new PropertiesSnapshot(snapshotId(turn, workflow), publish.author(), given));
        }
        if (publish.properties().isEmpty()) {
            return Optional.empty();
        }
        var before = workflow.snapshot().orElseThrow().properties();
        var merged = PropertiesMerge.pushed(before, publish.properties().get());
        requireSwitchAllowed(workflow, before, merged);
        return Optional.of(new PropertiesSnapshot(snapshotId(turn, workflow), publish.author(), merged));
    }

    /** A snapshot is named by its time: two in one millisecond count up. */
    private static long snapshotId(Turn turn, WorkflowState workflow) {
        long last = workflow.snapshot().map(PropertiesSnapshot::createMillis).orElse(0L);
        return Math.max(turn.now(), last + 1);
    }

    private static String metadata(String workflowId, long version, long at, Command.Publish publish) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("workflow_id", workflowId);
        metadata.put("workflow_version_id", version);
        metadata.put("create_time", at);
        metadata.put("version_author", Json.plain(UserJson.toJson(publish.author())));
        metadata.putAll(publish.metadata());
        return Json.text(Json.node(metadata));
    }

    private static void requireSwitchAllowed(WorkflowState workflow, Properties before, Properties after) {
        var from = before.runStrategyInForce().rule();
        var to = after.runStrategyInForce().rule();
        if (from == to) {
            return;
        }
        boolean single = to == RunStrategy.Rule.FIRST_ONLY || to == RunStrategy.Rule.LAST_ONLY;
        if (single && workflow.nonTerminal() >= 2) {
            throw new MaestroException(
                    Code.PRECONDITION_FAILED,
                    "Cannot change the run strategy of workflow [" + workflow.id() + "] to " + to + " while "
                            + workflow.nonTerminal() + " instances are not terminal; stop them or wait");
        }
        if (to == RunStrategy.Rule.STRICT_SEQUENTIAL && workflow.blockingFailures() > 0) {
            throw new MaestroException(
                    Code.PRECONDITION_FAILED,
                    "Cannot change the run strategy of workflow [" + workflow.id() + "] to STRICT_SEQUENTIAL while "
                            + workflow.blockingFailures() + " instances are FAILED; unblock or restart them first");
        }
    }

    static Answer change(Turn turn, WorkflowState workflow, Command.ChangeProperties change) {
        Commands.requireExists(workflow);
        var before = workflow.snapshot().orElseThrow().properties();
        var after = PropertiesMerge.updated(before, change.change());
        requireSwitchAllowed(workflow, before, after);
        return store(turn, workflow, after, change.author(), "Updated the workflow properties", change.since());
    }

    static Answer addTag(Turn turn, WorkflowState workflow, Command.AddTag add) {
        Commands.requireExists(workflow);
        var attributes = new LinkedHashMap<String, Object>(add.tag().attributes());
        attributes.put("creator", add.author().name());
        attributes.put("created_at_milli", turn.now());
        var tag = new Tag(add.tag().name(), Optional.of(Tag.Namespace.PLATFORM), attributes);
        var tags = tagsWithout(workflow, tag.name());
        tags.add(tag);
        return store(
                turn, workflow, withTags(workflow, tags), add.author(), "Added the property tag [" + tag.name() + "]",
                Map.of());
    }

    static Answer removeTag(Turn turn, WorkflowState workflow, Command.RemoveTag remove) {
        Commands.requireExists(workflow);
        var tags = tagsWithout(workflow, remove.tagName());
        if (tags.size() == tags(workflow).size()) {
            throw MaestroException.notFound(
                    "Workflow [" + workflow.id() + "] has no property tag [" + remove.tagName() + "]");
        }
        return store(
                turn,
                workflow,
                withTags(workflow, tags),
                remove.author(),
                "Removed the property tag [" + remove.tagName() + "]",
                Map.of());
    }

    private static List<Tag> tags(WorkflowState workflow) {
        return workflow.snapshot().orElseThrow().properties().tags().orElse(List.of());
    }

    private static List<Tag> tagsWithout(WorkflowState workflow, String name) {
        var tags = new ArrayList<Tag>(tags(workflow));
        tags.removeIf(tag -> tag.name().equals(name));
        return tags;
    }

    private static Properties withTags(WorkflowState workflow, List<Tag> tags) {
        return PropertiesMerge.withTags(workflow.snapshot().orElseThrow().properties(), tags);
    }

    private static Answer store(
            Turn turn,
            WorkflowState workflow,
            Properties properties,
            User author,
            String log,
            Map<String, Long> since) {
        var snapshot = new PropertiesSnapshot(snapshotId(turn, workflow), author, properties);
        turn.emit(new Event.PropertiesChanged(workflow.id(), snapshot, turn.now()));
        note(turn, workflow, author, log);
        TriggerRules.review(turn, workflow, since);
        turn.later(new Turn.Work.Dequeue(workflow.id()));
        turn.effect(new Effect.WorkflowChanged(Projection.row(workflow)));
        return new Answer.PropertiesChanged(snapshot);
    }

    static Answer activate(Turn turn, WorkflowState workflow, Command.Activate activate) {
        Commands.requireExists(workflow);
        boolean known = workflow.internalId() == activate.internalId() && activate.version() <= workflow.latestVersion();
        if (!known) {
            throw MaestroException.notFound(
                    "Workflow [" + workflow.id() + "] has no version [" + activate.version() + "]");
        }
        boolean changes = workflow.activeVersion() != activate.version();
        String log = log(workflow, activate, changes);
        if (changes) {
            turn.emit(new Event.ActiveVersionChanged(
                    workflow.id(), activate.version(), activate.author(), turn.now()));
        }
        note(turn, workflow, activate.author(), log);
        TriggerRules.adopt(
                turn, workflow, activate.triggering().declared(), activate.triggering().since());
        turn.later(new Turn.Work.Dequeue(workflow.id()));
        turn.effect(new Effect.WorkflowChanged(Projection.row(workflow)));
        return new Answer.ActiveVersion(activate.version(), changes, log, turn.now());
    }

    private static String log(WorkflowState workflow, Command.Activate activate, boolean changes) {
        if (activate.version() == 0) {
            return changes
                    ? "Deactivated the workflow; version [" + workflow.activeVersion() + "] was active"
                    : "Deactivated the workflow; no version was active";
        }
        return "Activated version [" + activate.version() + "]" + (changes ? "" : ", which was active already");
    }

    static Answer delete(Turn turn, WorkflowState workflow, Command.Delete delete) {
        Commands.requireExists(workflow);
        requireEnded(workflow);
        turn.emit(new Event.WorkflowDeleted(workflow.id(), turn.now()));
        TriggerRules.review(turn, workflow, Map.of());
        return deleted(turn, workflow);
    }

    static void requireEnded(WorkflowState workflow) {
        if (workflow.nonTerminal() > 0) {
            throw MaestroException.badRequest("Cannot delete workflow [" + workflow.id() + "]: "
                    + workflow.nonTerminal() + " instances are not terminal; stop them first");
        }
    }

    /** Its row says that it is deleted: others are told, and its data is to go. */
    static Answer deleted(Turn turn, WorkflowState workflow) {
        turn.effect(new Effect.WorkflowChanged(Projection.row(workflow)));
        turn.effect(new Effect.RemoveData(workflow.id(), workflow.internalId()));
        return new Answer.Deleted(workflow.internalId(), turn.now());
    }

    private static void note(Turn turn, WorkflowState workflow, User author, String log) {
        turn.emit(new Event.HistoryNoted(workflow.id(), author, log, turn.now()));
    }
}
