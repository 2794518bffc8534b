package maestro.runtime.shard;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import maestro.core.row.MessageRow;
import maestro.core.rule.Change;
import maestro.core.rule.Effect;
import maestro.core.rule.LetterJson;
import maestro.core.rule.Message;
import maestro.core.rule.RuleConfig;
import maestro.core.rule.Rules;
import maestro.core.rule.Turn;
import maestro.core.state.Projection;
import maestro.core.state.RunState;
import maestro.core.state.ShardState;
import maestro.core.state.StepState;
import maestro.model.MaestroException;
import maestro.runtime.store.Batch;
import maestro.runtime.timer.Timer;
import maestro.runtime.timer.TimerWheel;

/**
 * One shard without threads and I/O: takes messages, decides them, seals what was decided into batches, and lets effects
 * out when their batch is durable. The driver brings time, messages and the outcome of commits. One thread.
 */
public final class ShardMachine {
    /** What the driver does for the machine, outside any commit. */
    public interface Outside {
        /** Reads a workflow's row and offers {@link Message.Loaded}. */
        void load(String workflowId);

        /** Evaluates on another thread and offers {@link Message.Computed}. */
        void compute(Effect.Compute work);

        /** Reads and evaluates what a child run needs, and offers {@link Message.Prepared}. */
        void prepare(Effect.Prepare work);

        /** Reads the shard's inbox and offers it to {@link #mail}. */
        void readInbox();
    }

    private record Look(String workflowId, long runKey, int ordinal) {}

    private static final System.Logger LOG = System.getLogger(ShardMachine.class.getName());
    private static final int THE_RUN = -1;
    private static final int LOOP_STEPS_A_BATCH = 128;
    private static final int MESSAGES_BEFORE_A_LOOP = 8;
    private static final int LETTERS_OPEN_MAX = 500;

    private final ShardState state;
    private final long epoch;
    private final Turn turn;
    private final Outside outside;
    private final ArrayDeque<Message> mailbox = new ArrayDeque<>();
    private final Map<String, List<Message>> parked = new HashMap<>();
    private final Set<String> arriving = new HashSet<>();
    private final TimerWheel<Look> wheel;
    private final Map<Look, Timer<Look>> timers = new HashMap<>();
    private final ArrayDeque<Sealed> inFlight = new ArrayDeque<>();
    private final List<Effect> held = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private long sealedSeq;
    private int forgetAbove;
    private final Map<Integer, Long> lastMail = new HashMap<>();
    private final Map<Integer, Long> lastSent = new HashMap<>();
    private int loopWaits;
    private boolean windingDown;
    private boolean reading;
    private boolean readAgain;
    private int lettersOpen;
    private boolean lettersLeft;

    public ShardMachine(
            ShardState state, long epoch, RuleConfig config, RandomGenerator random, long nowMillis, Outside outside) {
        this.state = state;
        this.epoch = epoch;
        this.turn = new Turn(state, epoch, config, random);
        this.wheel = new TimerWheel<>(nowMillis);
        this.outside = outside;
        this.sealedSeq = state.sequence();
    }

    public ShardState state() {
        return state;
    }

    public long epoch() {
        return epoch;
    }

    /** Takes a message; its workflow is loaded first when it is not in memory. */
    public void offer(Message message) {
        String workflowId = message.workflowId();
        if (message instanceof Message.Loaded) {
            var waiting = parked.remove(workflowId);
            if (waiting != null) { // else nobody waits for it: what is in memory may be newer
                arriving.add(workflowId);
                mailbox.add(message);
                mailbox.addAll(waiting);
            }
        } else if (state.workflow(workflowId).isPresent() || arriving.contains(workflowId)) {
            mailbox.add(message);
        } else {
            var waiting = parked.get(workflowId);
            if (waiting == null) {
                parked.put(workflowId, new ArrayList<>(List.of(message)));
                outside.load(workflowId);
            } else {
                waiting.add(message);
            }
        }
    }

    /** A letter may wait: the inbox is read, once more if it is being read now. */
    public void nudge() {
        if (reading) {
            readAgain = true;
        } else {
            reading = true;
            outside.readInbox();
        }
    }

    /**
     * Takes letters without a read of the inbox. It takes them only when it knows that no earlier letter of their sender
     * is left there: a sender that was taken over, or a receiver that has just recovered, looks there first. While many
     * letters are open it leaves them there.
     */
    public void deliver(Delivery delivery) {
        if (lettersOpen >= LETTERS_OPEN_MAX) {
            lettersLeft = true;
        } else if (lastMail.getOrDefault(delivery.fromShard(), -1L) >= delivery.before()) {
            take(delivery.letters());
        } else {
            nudge();
        }
    }

    /**
     * Takes what the inbox holds. Letters of one sender come in the order of their sequence, and those that were taken in
     * before and are not yet durably gone are recognised by it.
     */
    public void mail(List<MessageRow> letters, boolean more) {
        reading = false;
        take(letters);
        lettersLeft |= readAgain || more;
        readAgain = false;
        readLeft();
    }

    /** What is left in the inbox comes in when there is room; each letter taken may be a read and an evaluation. */
    private void readLeft() {
        if (lettersLeft && lettersOpen < LETTERS_OPEN_MAX) {
            lettersLeft = false;
            nudge();
        }
    }

    private void take(List<MessageRow> letters) {
        for (var row : letters) {
            long last = lastMail.getOrDefault(row.fromShard(), -1L);
            if (row.seq() > last) {
                lastMail.put(row.fromShard(), row.seq());
                open(row);
            }
        }
    }

    /** An unreadable letter stays where it is, for an operator to see; the others flow (fault 9). */
    private void open(MessageRow row) {
        try {
            offer(new Message.Delivered(row.key(), LetterJson.read(row.payload())));
            lettersOpen++;
        } catch (MaestroException unreadable) {
            LOG.log(
                    Level.ERROR,
                    "shard={0} from={1} seq={2} letter set aside: {3}",
                    state.shard(),
                    row.fromShard(),
                    row.seq(),
                    unreadable.getMessage());
        }
    }

    /** Sets a run going that recovery has just put into the state. */
    public void resume(RunState run) {
        Rules.resume(turn, run);
        arm(run);
        for (int ordinal = 0; ordinal < run.size(); ordinal++) {
            arm(run, run.step(ordinal));
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
        if (message instanceof Message.Loaded) {
            arriving.remove(message.workflowId());
        } else if (message instanceof Message.Look(_, var runKey, var ordinal)) {
            state.run(runKey).ifPresent(run -> again(run, ordinal));
        }
    }

    /** The timer is used up, but its moment may not have come: a clock can go back between the two. */
    private void again(RunState run, int ordinal) {
        if (ordinal == THE_RUN) {
            arm(run);
        } else {
            arm(run, run.step(ordinal));
        }
    }

    private void collect() {
        changes.addAll(turn.takeChanges());
        for (var effect : turn.takeEffects()) {
            switch (effect) {
                case Effect.Compute compute when !compute.afterCommit() -> outside.compute(compute);
                case Effect.Prepare prepare -> outside.prepare(prepare);
                default -> held.add(effect);
            }
        }
    }

    /** Everything decided since the last batch as a new one; empty when nothing was. */
    public Optional<Sealed> seal(long nowMillis) {
        if (state.sequence() == sealedSeq && held.isEmpty()) {
            return Optional.empty();
        }
        armTouched();
        var batch = new Batch(
                state.shard(),
                epoch,
                sealedSeq,
                state.sequence(),
                nowMillis,
                Projection.take(state),
                FeedCodec.encode(changes));
        var sealed = new Sealed(batch, List.copyOf(held), deliveries(batch.changes().sent()), List.copyOf(changes));
        held.clear();
        changes.clear();
        sealedSeq = state.sequence();
        inFlight.add(sealed);
        return Optional.of(sealed);
    }

    private List<Delivery> deliveries(List<MessageRow> sent) {
        var byShard = new TreeMap<Integer, List<MessageRow>>();
        sent.forEach(row -> byShard.computeIfAbsent(row.toShard(), _ -> new ArrayList<>()).add(row));
        var deliveries = new ArrayList<Delivery>();
        byShard.forEach((shard, letters) -> {
            var before = lastSent.put(shard, letters.getLast().seq());
            deliveries.add(new Delivery(shard, before == null ? Delivery.UNKNOWN : before, letters));
        });
        return deliveries;
    }

    /** Batches that are sealed and not known to be durable. */
    public int inFlight() {
        return inFlight.size();
    }

    /** The oldest batch is durable; what waited for it may leave. */
    public Sealed committed() {
        var sealed = inFlight.remove();
        lettersOpen -= sealed.batch().changes().taken().size();
        readLeft();
        return sealed;
    }

    /** When the next timer is due, at the earliest; {@code Long.MAX_VALUE}: none. */
    public long nextDue() {
        return wheel.nextDue();
    }

    /** Lets timers go off that are due. */
    public void tick(long nowMillis) {
        wheel.advance(nowMillis, look -> {
            timers.remove(look);
            offer(new Message.Look(look.workflowId(), look.runKey(), look.ordinal()));
        });
    }

    private void armTouched() {
        for (var run : state.touchedRuns()) {
            arm(run);
        }
        for (var touched : state.touchedSteps()) {
            arm(touched.run(), touched.step());
        }
    }

    private void arm(RunState run) {
        arm(new Look(run.ownerId(), run.key(), THE_RUN), Rules.due(run));
    }

    private void arm(RunState run, StepState step) {
        arm(new Look(run.ownerId(), run.key(), step.ordinal()), Rules.due(run, step));
    }

    private void arm(Look look, long due) {
        var timer = timers.get(look);
        if (due == Long.MAX_VALUE) {
            if (timer != null) {
                wheel.cancel(timers.remove(look));
            }
        } else if (timer == null) {
            timers.put(look, wheel.schedule(look, due));
        } else if (timer.dueMillis() != due) {
            wheel.reschedule(timer, due);
        }
    }

    /** Drops workflows that nothing needs in memory, when there are more than {@code keep}. */
    public void forgetIdle(int keep) {
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
