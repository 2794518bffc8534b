package maestro.runtime.shard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import maestro.core.dag.Plan;
import maestro.core.mail.Key;
import maestro.core.row.MessageRow;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.core.rule.Answer;
import maestro.core.rule.Change;
import maestro.core.rule.Effect;
import maestro.core.rule.Message;
import maestro.core.rule.Resting;
import maestro.core.rule.RuleConfig;
import maestro.core.rule.Rules;
import maestro.core.rule.Turn;
import maestro.core.state.BrokenRun;
import maestro.core.state.Projection;
import maestro.core.state.RunState;
import maestro.core.state.ShardState;
import maestro.runtime.store.Batch;

/**
 * One shard without threads and I/O: takes messages, decides them, seals what was decided into batches, and lets effects
 * out when their batch is durable. The driver brings time, messages and the outcome of commits. One thread.
 */
public final class ShardMachine {
    /** What the driver does for the machine, outside any commit. */
    public interface Outside {
        /**
         * Reads what is stored of it and offers {@link Message.Loaded}, {@link Message.SignalLoaded} or
         * {@link Message.TagLoaded}.
         */
        void load(Key key);

        /** Reads a signal's history and offers {@link Message.SignalFound}. */
        void ask(Effect.AskSignal work);

        /** Evaluates on another thread and offers {@link Message.Computed}. */
        void compute(Effect.Compute work);

        /** Reads and evaluates what a child run needs, and offers {@link Message.Prepared}. */
        void prepare(Effect.Prepare work);

        /** Evaluates a firing of a signal trigger, and offers {@link Message.Fired}. */
        void fire(Effect.Fire work);

        /** Finds and evaluates ticks that are due, and offers {@link Message.Ticked}. */
        void tick(Effect.Tick work);

        /** Reads the shard's inbox and offers it to {@link #mail}. */
        void readInbox();
    }

    private static final int LOOP_STEPS_A_BATCH = 128;
    private static final int MESSAGES_BEFORE_A_LOOP = 8;

    private final ShardState state;
    private final long epoch;
    private final Turn turn;
    private final Resting resting;
    private final Outside outside;
    private final ArrayDeque<Message> mailbox = new ArrayDeque<>();
    private final Map<Key, List<Message>> parked = new HashMap<>();
    private final Set<Key> arriving = new HashSet<>();
    private final Alarms alarms;
    private final ArrayDeque<Sealed> inFlight = new ArrayDeque<>();
    private final Mailroom mailroom = new Mailroom(new Desk());
    private final List<Effect> held = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private long sealedSeq;
    private int forgetAbove;
    private int loopWaits;
    private boolean windingDown;

    public ShardMachine(
            ShardState state, long epoch, RuleConfig config, RandomGenerator random, long nowMillis, Outside outside) {
        this(new Turn(state, epoch, config, random), epoch, nowMillis, outside);
    }

    /** @param turn of a shard that nothing was decided about yet */
    public ShardMachine(Turn turn, long epoch, long nowMillis, Outside outside) {
        this.turn = turn;
        this.state = turn.state();
        turn.at(nowMillis);
        this.epoch = epoch;
        this.resting = new Resting(turn);
        this.alarms = new Alarms(nowMillis);
        this.outside = outside;
        this.sealedSeq = state.sequence();
    }

    public ShardState state() {
        return state;
    }

    public long epoch() {
        return epoch;
    }

    /** Takes a message; what it is about is loaded first when it is not in memory. */
    public void offer(Message message) {
        var key = message.home();
        if (loads(message)) {
            var waiting = parked.remove(key);
            if (waiting != null) { // else nobody waits for it: what is in memory may be newer
                arriving.add(key);
                mailbox.add(message);
                mailbox.addAll(waiting);
            }
        } else if (state.holds(key) || arriving.contains(key)) {
            mailbox.add(message);
        } else {
            park(key, message);
        }
    }

    private void park(Key key, Message message) {
        var waiting = parked.get(key);
        if (waiting == null) {
            parked.put(key, new ArrayList<>(List.of(message)));
            outside.load(key);
        } else {
            waiting.add(message);
        }
    }

    private static boolean loads(Message message) {
        return message instanceof Message.Loaded
                || message instanceof Message.Unreadable
                || message instanceof Message.SignalLoaded
                || message instanceof Message.TagLoaded;
    }

    /** Recovery found listeners that are still to be told of something: the name is loaded and goes on. */
    public void wake(String signal) {
        var key = new Key.Signal(signal);
        if (!parked.containsKey(key)) {
            parked.put(key, new ArrayList<>());
            outside.load(key);
        }
    }

    /** A letter may wait: the inbox is read, once more if it is being read now. */
    public void nudge() {
        mailroom.nudge();
    }

    /**
     * Takes letters without a read of the inbox. It takes them only when it knows that no earlier letter of their sender
     * is left there: a sender that was taken over, or a receiver that has just recovered, looks there first. While many
     * letters are open it leaves them there.
     */
    public void deliver(Delivery delivery) {
        mailroom.deliver(delivery);
    }

    /**
     * Takes what the inbox holds. Letters of one sender come in the order of their sequence, and those that were taken in
     * before and are not yet durably gone are recognised by it.
     */
    public void mail(List<MessageRow> letters, boolean more) {
        mailroom.mail(letters, more);
    }

    private final class Desk implements Mailroom.Desk {
        @Override
        public void readInbox() {
            outside.readInbox();
        }

        @Override
        public void offer(Message message) {
            ShardMachine.this.offer(message);
        }

        @Override
        public void setAside(MessageRow letter, String why) {
            resting.setAside(letter, why);
        }
    }

    /** What of the shard rests, while it is loaded. */
    public Resting resting() {
        return resting;
    }

    /** Puts a live run into memory and sets it going; one that throws leaves no trace. */
    public void load(RunRow row, List<StepRow> steps, Function<RunRow, Plan> plans) {
        var run = resting.load(row, steps, plans);
        alarms.arm(run);
        for (int ordinal = 0; ordinal < run.size(); ordinal++) {
            alarms.arm(run, run.step(ordinal));
        }
    }

    /** Whether anything can be decided now. */
    public boolean hasWork() {
        return !mailbox.isEmpty() || turn.hasWork() || turn.hasLoops() && room();
    }

    /** Loops go no further, so that what is decided comes to an end; they are taken up again after a recovery. */
    public void windDown() {
        windingDown = true;
    }

    /**
     * A loop makes rows as fast as it is let. While a batch is being written, the next one holds only so many: that bounds
     * memory when the database is slow, and the time that the batch, and all who wait for the one behind it, will take.
     */
    private boolean room() {
        return !windingDown && (inFlight.isEmpty() || state.touchedSteps().size() < LOOP_STEPS_A_BATCH);
    }

    /** Decides until nothing is left to decide, or {@code enough} says so; each decision at its own moment. */
    public void decide(LongSupplier clock, BooleanSupplier enough) {
        while (hasWork() && !enough.getAsBoolean()) {
            if (turn.hasWork()) {
                Rules.work(turn, clock.getAsLong());
            } else if (mailbox.isEmpty() || loopWaits >= MESSAGES_BEFORE_A_LOOP && turn.hasLoops() && room()) {
                loopWaits = 0;
                Rules.work(turn, clock.getAsLong());
            } else {
                loopWaits++;
                decide(mailbox.poll(), clock.getAsLong());
            }
        }
        collect();
    }

    private void decide(Message message, long nowMillis) {
        Rules.decide(turn, message, nowMillis);
        if (loads(message)) {
            arriving.remove(message.home());
        } else if (message instanceof Message.Look(_, var runKey, var ordinal)) {
            state.run(runKey).ifPresent(run -> again(run, ordinal));
        } else if (message instanceof Message.Ticked || message instanceof Message.Due) {
            state.workflow(((Message.OfWorkflow) message).workflowId())
                    .filter(workflow -> message instanceof Message.Ticked || Rules.due(workflow) > nowMillis)
                    .ifPresent(alarms::arm);
        }
    }

    /** The timer is used up, but its moment may not have come: a clock can go back between the two. */
    private void again(RunState run, int ordinal) {
        if (ordinal == Message.Look.THE_RUN) {
            alarms.arm(run);
        } else {
            alarms.arm(run, run.step(ordinal));
        }
    }

    private void collect() {
        changes.addAll(turn.takeChanges());
        for (var effect : turn.takeEffects()) {
            switch (effect) {
                case Effect.Compute compute when !compute.afterCommit() -> outside.compute(compute);
                case Effect.Prepare prepare -> outside.prepare(prepare);
                case Effect.AskSignal ask -> outside.ask(ask);
                case Effect.Fire fire -> outside.fire(fire);
                case Effect.Tick tick -> outside.tick(tick);
                default -> held.add(effect);
            }
        }
    }

    /**
     * Everything decided since the last batch as a new one; empty when nothing was.
     *
     * @throws BrokenRun when what was decided about a run cannot be written; the machine is of no use then
     */
    public Optional<Sealed> seal(long nowMillis) {
        if (state.sequence() == sealedSeq && held.isEmpty()) {
            return Optional.empty();
        }
        armTouched();
        var runs = touchedRuns();
        var batch = new Batch(
                state.shard(),
                epoch,
                sealedSeq,
                state.sequence(),
                nowMillis,
                Projection.take(state),
                FeedCodec.encode(changes));
        var deliveries = mailroom.deliveries(batch.changes().sent());
        var sealed = new Sealed(batch, List.copyOf(held), deliveries, List.copyOf(changes), runs);
        held.clear();
        changes.clear();
        sealedSeq = state.sequence();
        inFlight.add(sealed);
        return Optional.of(sealed);
    }

    private List<RunState> touchedRuns() {
        var runs = new ArrayList<RunState>(state.touchedRuns());
        state.touchedSteps().forEach(touched -> {
            if (runs.isEmpty() || runs.getLast() != touched.run()) {
                runs.add(touched.run());
            }
        });
        return runs;
    }

    /** Batches that are sealed and not known to be durable. */
    public int inFlight() {
        return inFlight.size();
    }

    /** The oldest batch is durable; what waited for it may leave. */
    public Sealed committed() {
        var sealed = inFlight.remove();
        mailroom.gone(sealed.batch().changes().lettersGone());
        return sealed;
    }

    /** Callers that were to be told of runs that cannot be written. */
    List<Long> askers(Set<String> uuids) {
        var effects = new ArrayList<>(held);
        effects.addAll(turn.takeEffects());
        inFlight.forEach(sealed -> effects.addAll(sealed.effects()));
        return effects.stream()
                .filter(effect -> effect instanceof Effect.Reply(_, Answer.Started started)
                        && started.runs().stream().anyMatch(one -> uuids.contains(one.uuid())))
                .map(effect -> ((Effect.Reply) effect).ticket())
                .toList();
    }

    /** When the next timer is due, at the earliest; {@code Long.MAX_VALUE}: none. */
    public long nextDue() {
        return alarms.nextDue();
    }

    /** Lets timers go off that are due. */
    public void tick(long nowMillis) {
        alarms.tick(nowMillis, this::offer);
    }

    /** Recovery found a schedule; the workflow is loaded when it is due. */
    public void schedule(String workflowId, long dueMillis) {
        alarms.schedule(workflowId, dueMillis);
    }

    private void armTouched() {
        state.touchedWorkflows().forEach(alarms::arm);
        for (var run : state.touchedRuns()) {
            guarded(run, () -> alarms.arm(run));
        }
        for (var touched : state.touchedSteps()) {
            guarded(touched.run(), () -> alarms.arm(touched.run(), touched.step()));
        }
    }

    private static void guarded(RunState run, Runnable arming) {
        try {
            arming.run();
        } catch (RuntimeException unfit) {
            throw new BrokenRun(run, unfit);
        }
    }

    /** Drops workflows and signals that nothing needs in memory, when there are more than {@code keep}. */
    public void forgetIdle(int keep) {
        if (state.signals().size() > keep && inFlight.isEmpty() && !hasWork()) {
            List.copyOf(state.signals()).forEach(signal -> state.forgetSignal(signal.name()));
        }
        if (state.tagCount() > keep && inFlight.isEmpty() && !hasWork()) {
            state.forgetTags();
        }
        if (state.workflows().size() > Math.max(keep, forgetAbove) && inFlight.isEmpty() && !hasWork()) {
            state.workflows().stream()
                    .filter(workflow -> workflow.nonTerminal() == 0)
                    .map(workflow -> workflow.id())
                    .toList()
                    .forEach(state::forget);
            forgetAbove = 2 * state.workflows().size();
        }
    }
}
