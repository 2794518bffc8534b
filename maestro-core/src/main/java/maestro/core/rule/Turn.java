package maestro.core.rule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import maestro.core.state.Event;
import maestro.core.state.Evolve;
import maestro.core.state.Permits;
import maestro.core.state.RunState;
import maestro.core.state.ShardState;
import maestro.core.state.StepState;
import maestro.core.state.WorkflowState;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.model.run.TimelineEvent;

/**
 * What the rules work with while they decide: the state to read, the time, and where events and effects go. An event
 * changes the state at once, so that the next decision sees it. One thread.
 */
public final class Turn {
    /** A follow-up of a decision, done later in the same or the next turn, each with the time of its own moment. */
    sealed interface Work {
        record Begin(long runKey, int ordinal) implements Work {}

        record Settle(long runKey) implements Work {}

        record Dequeue(String workflowId) implements Work {}

        record Grant(Permits permits) implements Work {}

        /** A loop step looks whether it can launch more, or is done. */
        record Loop(long runKey, int ordinal) implements Work {}

        /** More listeners are told of a signal, without an end in sight. */
        record Tell(String name) implements Work {}

        record Resume(long runKey, int ordinal) implements Work {}

        /** An attempt need not rest any more. */
        record Unpause(long runKey, int ordinal) implements Work {}
    }

    private final ShardState state;
    private final long epoch;
    private final RuleConfig config;
    private final RandomGenerator random;
    private final Consumer<Event> before;
    private final ArrayDeque<Work> agenda = new ArrayDeque<>();
    private final SequencedSet<Work> loops = new LinkedHashSet<>();
    private List<Change> changes = new ArrayList<>();
    private List<Effect> effects = new ArrayList<>();
    private final List<Work> loopsPlanned = new ArrayList<>();
    private int changesBefore;
    private int effectsBefore;
    private int planned;
    private long now;

    public Turn(ShardState state, long epoch, RuleConfig config, RandomGenerator random) {
        this(state, epoch, config, random, _ -> {});
    }

    /** @param before told of each event before it happens; what it throws is a defect of the decision under way */
    public Turn(
            ShardState state, long epoch, RuleConfig config, RandomGenerator random, Consumer<Event> before) {
        this.before = before;
        this.state = state;
        this.epoch = epoch;
        this.config = config;
        this.random = random;
    }

    public ShardState state() {
        return state;
    }

    /** Whether follow-ups wait to be done, but for those of loops. */
    public boolean hasWork() {
        return !agenda.isEmpty();
    }

    /** Whether loops wait to look at their iterations: work without an end in sight, which others go before. */
    public boolean hasLoops() {
        return !loops.isEmpty();
    }

    /** What changed for those who watch, since the last call, in order. */
    public List<Change> takeChanges() {
        var taken = changes;
        changes = new ArrayList<>();
        changesBefore = 0;
        return taken;
    }

    /** The effects since the last call, in order. */
    public List<Effect> takeEffects() {
        var taken = effects;
        effects = new ArrayList<>();
        effectsBefore = 0;
        return taken;
    }

    RuleConfig config() {
        return config;
    }

    RandomGenerator random() {
        return random;
    }

    /** Epoch milliseconds of the moment that is being decided. */
    long now() {
        return now;
    }

    /** The moment, in epoch milliseconds, of what is decided next. */
    public void at(long millis) {
        now = millis;
    }

    /** A decision begins: all that it changes, sends and plans can be undone until the next one begins. */
    void begin() {
        state.begin();
        changesBefore = changes.size();
        effectsBefore = effects.size();
        planned = 0;
        loopsPlanned.clear();
    }

    /** The decision under way leaves no trace. */
    void undo() {
        state.undo();
        changes.subList(changesBefore, changes.size()).clear();
        effects.subList(effectsBefore, effects.size()).clear();
        for (; planned > 0; planned--) {
            agenda.removeLast();
        }
        loopsPlanned.forEach(loops::remove);
        loopsPlanned.clear();
    }

    Work nextWork() {
        return agenda.isEmpty() ? loops.removeFirst() : agenda.poll();
    }

    void emit(Event event) {
        before.accept(event);
        switch (event) {
            case Event.StepCreated created -> moved(created, StepStatus.NOT_CREATED, StepStatus.CREATED, created.at());
            case Event.StepReached(_, _, var status, var at) -> moved((Event.OfStep) event, status, at);
            case Event.StepEnded(var key, var ordinal, var status, _, var at) -> {
                var run = state.run(key).orElseThrow();
                WaitRules.letGo(this, run, run.step(ordinal));
                PermitWalk.letGo(this, run.step(ordinal));
                moved((Event.OfStep) event, status, at);
            }
            case Event.RunDequeued(var key, var at) -> moved(key, InstanceStatus.IN_PROGRESS, at);
            case Event.RunEnded(var key, var status, _, var at) -> moved(key, status, at);
            case Event _ -> {}
        }
        Evolve.apply(state, event);
    }

    private void moved(Event.OfStep event, StepStatus to, long at) {
        moved(event, state.run(event.runKey()).orElseThrow().step(event.ordinal()).status(), to, at);
    }

    private void moved(Event.OfStep event, StepStatus from, StepStatus to, long at) {
        var run = state.run(event.runKey()).orElseThrow();
        var step = run.step(event.ordinal());
        int attempt = event instanceof Event.StepCreated created ? created.attempt() : step.attempt();
        changes.add(new Change.StepMoved(run.identity(), step.id(), attempt, from, to, at));
    }

    private void moved(long runKey, InstanceStatus to, long at) {
        var run = state.run(runKey).orElseThrow();
        changes.add(new Change.RunMoved(run.identity(), run.status(), to, at));
    }

    /** Writes to another shard, or to this one; it leaves with the commit of this turn. */
    void send(Letter letter) {
        String to = letter.home().text();
        emit(new Event.LetterSent(ShardNumbers.of(to, config.shards()), to, LetterJson.write(letter)));
    }

    void effect(Effect effect) {
        effects.add(effect);
    }

    /** A loop that waits already looks once: it sees all that happened since. */
    void later(Work work) {
        if (work instanceof Work.Loop || work instanceof Work.Tell) {
            if (loops.add(work)) {
                loopsPlanned.add(work);
            }
        } else {
            agenda.add(work);
            planned++;
        }
    }

    void reply(long ticket, Answer answer) {
        effects.add(new Effect.Reply(ticket, answer));
    }

    UUID newUuid() {
        return new UUID(
                random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L);
    }

    /** Tells one launch of an attempt from another: the step uuid and the epoch it was launched under. */
    String attemptKey(StepState step) {
        return step.uuid() + ":" + epoch;
    }

    WorkflowState workflow(RunState run) {
        return state.workflow(run.ownerId()).orElseThrow();
    }

    void note(RunState run, String text) {
        emit(new Event.RunNoted(run.key(), TimelineEvent.info(now, text), now));
    }

    void note(RunState run, StepState step, String text) {
        note(run, step, TimelineEvent.info(now, text));
    }

    void note(RunState run, StepState step, TimelineEvent entry) {
        emit(new Event.StepNoted(run.key(), step.ordinal(), entry, now));
    }

    void reached(RunState run, StepState step, StepStatus status) {
        emit(new Event.StepReached(run.key(), step.ordinal(), status, now));
    }
}
