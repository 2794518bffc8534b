package maestro.core.rule;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import maestro.core.row.MessageRow;
import maestro.core.signal.Listener;
import maestro.core.signal.SignalLetter;
import maestro.core.state.Event;
import maestro.core.state.Projection;
import maestro.core.state.WorkflowState;
import maestro.core.trigger.Ticks;
import maestro.core.trigger.Triggers;
import maestro.model.definition.Properties;
import maestro.model.definition.SignalTrigger;
import maestro.model.definition.TriggerSet;

/**
 * Which triggers of a workflow are in force, and what they start (triggers.md §5, §7, §8). Checkpoints and marks move in the
 * commit that creates the runs, so that each instance and each tick counts once.
 */
final class TriggerRules {
    private TriggerRules() {}

    /**
     * What is active, or allowed, may have changed: triggers with an equal uuid go on, new ones begin now, others end.
     *
     * @param declared of the active version
     * @param since the last number of each signal before the change was decided
     */
    static void adopt(Turn turn, WorkflowState workflow, TriggerSet declared, Map<String, Long> since) {
        var before = workflow.triggers();
        boolean active = workflow.exists() && workflow.activeVersion() > 0;
        var set = active ? declared : TriggerSet.NONE;
        var after = new Triggers(
                active ? workflow.activeVersion() : 0,
                set,
                signals(turn, workflow, allowed(workflow, Properties::signalTriggerDisabled) ? set : TriggerSet.NONE, since),
                schedule(turn, workflow, allowed(workflow, Properties::timeTriggerDisabled) ? set : TriggerSet.NONE));
        if (!after.equals(before)) {
            turn.emit(new Event.TriggersSet(workflow.id(), after));
        }
    }

    /** The properties may have changed, or nothing did. */
    static void review(Turn turn, WorkflowState workflow, Map<String, Long> since) {
        adopt(turn, workflow, workflow.triggers().declared(), since);
    }

    private static boolean allowed(
            WorkflowState workflow, Function<Properties, Optional<Boolean>> disabled) {
        return workflow.snapshot().flatMap(snapshot -> disabled.apply(snapshot.properties())).isEmpty()
                || !disabled.apply(workflow.snapshot().get().properties()).get();
    }

    private static Map<String, Triggers.Subscription> signals(
            Turn turn, WorkflowState workflow, TriggerSet set, Map<String, Long> since) {
        var before = workflow.triggers();
        var wanted = set.signalByUuid();
        var after = new LinkedHashMap<String, Triggers.Subscription>();
        before.declared().signalByUuid().forEach((uuid, trigger) -> {
            if (before.signals().containsKey(uuid) && !wanted.containsKey(uuid)) {
                String key = new Listener.Trigger(workflow.id(), uuid, 0).key();
                trigger.definitions().keySet()
                        .forEach(name -> turn.send(new Letter.ToSignal(name, new SignalLetter.Forget(key))));
            }
        });
        wanted.forEach((uuid, trigger) -> after.put(
                uuid,
                before.signals().containsKey(uuid)
                        ? before.signals().get(uuid)
                        : subscribe(turn, workflow, uuid, trigger, since)));
        return after;
    }

    private static Triggers.Subscription subscribe(
            Turn turn, WorkflowState workflow, String uuid, SignalTrigger trigger, Map<String, Long> since) {
        var checkpoints = new LinkedHashMap<String, Long>();
        trigger.definitions().forEach((name, entry) -> {
            long from = since.getOrDefault(name, 0L);
            checkpoints.put(name, from);
            turn.send(new Letter.ToSignal(name, new SignalLetter.Subscribe(
                    new Listener.Trigger(workflow.id(), uuid, from), entry.conditions())));
        });
        return Triggers.Subscription.from(checkpoints);
    }

    private static Optional<Triggers.Schedule> schedule(Turn turn, WorkflowState workflow, TriggerSet set) {
        var uuid = set.timeUuid();
        var before = workflow.triggers().time();
        if (uuid.isEmpty() || before.map(Triggers.Schedule::uuid).equals(uuid)) {
            return uuid.isEmpty() ? Optional.empty() : before;
        }
        var ticks = new Ticks(workflow.id(), set.time());
        var marks = ticks.marksFrom(turn.now());
        return Optional.of(Triggers.Schedule.from(
                uuid.get(), marks, ticks.due(marks, turn.now(), 0).dueMillis(), turn.now()));
    }

    /** A later version of this program found a workflow whose triggers nobody has taken up. */
    static void adopt(Turn turn, Message.Adopt found) {
        turn.state().workflow(found.workflowId())
                .filter(workflow -> workflow.exists()
                        && workflow.internalId() == found.internalId()
                        && workflow.activeVersion() == found.version()
                        && workflow.triggers().version() != found.version())
                .ifPresent(workflow -> {
                    adopt(turn, workflow, found.triggering().declared(), found.triggering().since());
                    turn.effect(new Effect.WorkflowChanged(Projection.row(workflow)));
                });
    }

    /** An instance of a signal is there; triggers deal with theirs one after another. */
    static void seen(Turn turn, MessageRow.Key key, Letter.Seen seen) {
        var workflow = turn.state().workflow(seen.workflowId()).orElseThrow();
        var line = workflow.lines().computeIfAbsent(seen.uuid(), _ -> new ArrayDeque<>());
        line.add(new WorkflowState.Pending(key, seen.signal(), seen.seq(), seen.params()));
        if (line.size() == 1) {
            next(turn, workflow, seen.uuid());
        }
    }

    /** Something threw: the letter is used up, and the line goes on behind it. */
    static void dropped(Turn turn, MessageRow.Key key, Letter.Seen seen) {
        turn.state().workflow(seen.workflowId()).ifPresent(workflow -> {
            var line = workflow.lines().get(seen.uuid());
            if (line != null && line.removeIf(pending -> pending.letter().equals(key))) {
                next(turn, workflow, seen.uuid());
            }
        });
    }

    /** Prepares the first of the line that still counts. */
    private static void next(Turn turn, WorkflowState workflow, String uuid) {
        var line = workflow.lines().get(uuid);
        while (!line.isEmpty()) {
            var head = line.peek();
            var subscription = workflow.triggers().signals().get(uuid);
            if (subscription != null && head.seq() > subscription.checkpoints().getOrDefault(head.signal(), 0L)) {
                turn.effect(new Effect.Fire(
                        workflow.id(), uuid, head,
                        workflow.triggers().declared().signalByUuid().get(uuid),
                        subscription.checkpoints()));
                return;
            }
            turn.emit(new Event.LetterTaken(line.remove().letter()));
        }
        workflow.lines().remove(uuid);
    }

    /** It is known what a firing gives: a run, none, or that it was in vain. */
    static void fired(Turn turn, Message.Fired fired) {
        var asked = fired.asked();
        var workflow = turn.state().workflow(asked.workflowId()).orElseThrow();
        var subscription = workflow.triggers().signals().get(asked.uuid());
        boolean stale = subscription == null || !subscription.checkpoints().equals(asked.checkpoints())
                || fired.outcome() instanceof Message.Fired.Outcome.Start start && !current(workflow, start.start());
        if (!stale) {
            take(turn, workflow, asked.uuid(), subscription, fired.outcome());
            turn.emit(new Event.LetterTaken(workflow.lines().get(asked.uuid()).remove().letter()));
        }
        next(turn, workflow, asked.uuid());
    }

    private static boolean current(WorkflowState workflow, Command.Start start) {
        return workflow.internalId() == start.internalId()
                && start.requests().stream().allMatch(request -> request.version() == workflow.activeVersion());
    }

    private static void take(
            Turn turn,
            WorkflowState workflow,
            String uuid,
            Triggers.Subscription subscription,
            Message.Fired.Outcome outcome) {
        switch (outcome) {
            case Message.Fired.Outcome.InVain _ -> {}
            case Message.Fired.Outcome.Silent(var why, var consumed) ->
                advance(turn, workflow, uuid, subscription, consumed, Optional.of(why));
            case Message.Fired.Outcome.Start(var start, var consumed) -> {
                advance(turn, workflow, uuid, subscription, consumed, Optional.empty());
                Commands.admit(turn, workflow, start.requests());
            }
        }
    }

    private static void advance(
            Turn turn,
            WorkflowState workflow,
            String uuid,
            Triggers.Subscription subscription,
            Map<String, Long> consumed,
            Optional<String> outcome) {
        var checkpoints = new LinkedHashMap<>(subscription.checkpoints());
        checkpoints.putAll(consumed);
        var advanced = subscription.advanced(checkpoints, outcome, turn.now());
        turn.emit(new Event.TriggersSet(workflow.id(), workflow.triggers().with(uuid, advanced)));
    }

    /** The workflow's schedule may be due. */
    static void due(Turn turn, String workflowId) {
        var workflow = turn.state().workflow(workflowId).orElseThrow();
        long due = workflow.triggers().dueMillis();
        if (due > 0 && due <= turn.now()) {
            turn.effect(new Effect.Tick(
                    workflowId,
                    workflow.internalId(),
                    workflow.triggers().version(),
                    workflow.triggers().time().orElseThrow(),
                    workflow.triggers().declared().time(),
                    turn.now()));
        }
    }

    /** Runs of ticks are ready to be made; comes too late when the schedule has changed meanwhile. */
    static void ticked(Turn turn, Message.Ticked ticked) {
        var asked = ticked.asked();
        var workflow = turn.state().workflow(asked.workflowId()).orElseThrow();
        boolean current = workflow.internalId() == asked.internalId()
                && workflow.activeVersion() == asked.version()
                && workflow.triggers().time().equals(Optional.of(asked.schedule()));
        if (current) {
            var moved = asked.schedule().moved(
                    ticked.marks(), ticked.dueMillis(), ticked.requests().size(), ticked.skips());
            turn.emit(new Event.TriggersSet(workflow.id(), workflow.triggers().with(moved)));
            Commands.admit(turn, workflow, ticked.requests());
        }
    }
}
