package maestro.runtime.shard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import maestro.core.row.MessageRow;
import maestro.core.rule.Message;
import maestro.core.state.BrokenRun;
import maestro.core.state.RunState;
import maestro.runtime.World;
import maestro.runtime.store.RefusedRows;

/**
 * The thread of one shard: takes what came in, lets the machine decide, hands sealed batches to the committer, and lets
 * effects out behind it. While one batch is being written the next one forms; nothing waits to fill a batch. Ends for good
 * when the shard is lost, closed, or an unexpected error leaves its memory in doubt.
 */
public final class ShardLoop {
    private static final long DECIDE_NANOS_MAX = 2_000_000;
    private static final int WORKFLOWS_KEPT = 1_000;

    /** What a loop needs of its node. */
    public interface Surroundings extends ShardMachine.Outside {
        /** A batch is durable: performs its effects and tells watchers. */
        void release(Sealed batch);

        /** Callers whose runs cannot be written, and never will be. */
        void refused(List<Long> tickets, String why);

        /** The loop has ended; {@code error} is null when the shard was lost or closed. */
        void ended(ShardLoop loop, Throwable error);
    }

    private sealed interface Input {
        record Mail(Message message) implements Input {}

        record Committed(Committer.End end) implements Input {}

        record Nudge() implements Input {}

        record Delivered(Delivery delivery) implements Input {}

        record Letters(List<MessageRow> rows, boolean more) implements Input {}

        record Close() implements Input {}
    }

    private final int shard;
    private final World world;
    private final Committer committer;
    private final Surroundings surroundings;
    private final BlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
    private final BlockingQueue<Sealed> toWrite = new ArrayBlockingQueue<>(4);
    private final AtomicInteger queued = new AtomicInteger();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean open = true;
    private volatile Thread writer;
    private volatile Throwable refusal;
    private volatile boolean clean;
    private volatile int liveRuns;
    private volatile long sentNanos;
    private ShardMachine machine;

    public ShardLoop(int shard, World world, Committer committer, Surroundings surroundings) {
        this.shard = shard;
        this.world = world;
        this.committer = committer;
        this.surroundings = surroundings;
    }

    public int shard() {
        return shard;
    }

    /** Starts the loop's threads; {@code recover} makes the machine on the loop's own thread. */
    public void start(Callable<ShardMachine> recover) {
        writer = Thread.ofVirtual().name("commit-" + shard).start(this::writeAll);
        Thread.ofVirtual().name("shard-" + shard).start(() -> run(recover));
    }

    /** Hands in a message; any thread. */
    public void offer(Message message) {
        queued.incrementAndGet();
        inputs.add(new Input.Mail(message));
    }

    /** A letter may wait for the shard; any thread. */
    public void nudge() {
        inputs.add(new Input.Nudge());
    }

    /** Letters that are durable in the shard's inbox; any thread. */
    public void deliver(Delivery delivery) {
        inputs.add(new Input.Delivered(delivery));
    }

    /** What the inbox holds; any thread. */
    public void mail(List<MessageRow> rows, boolean more) {
        inputs.add(new Input.Letters(rows, more));
    }

    /** Messages that wait to be decided; any thread. */
    public int backlog() {
        return queued.get();
    }

    /** Whether it has ended; any thread. */
    public boolean done() {
        return done.getCount() == 0;
    }

    /** Whether all that it had decided when it ended was durable and let out; what is unanswered was not begun. */
    public boolean endedCleanly() {
        return clean;
    }

    /** Live runs in memory after the last turn; any thread. */
    public int liveRuns() {
        return liveRuns;
    }

    /** How long the batch being written has been on its way, in milliseconds; 0: none is. Any thread. */
    public long lagMillis() {
        long sent = sentNanos;
        return sent == 0 ? 0 : (System.nanoTime() - sent) / 1_000_000;
    }

    /** Asks the loop to end after what it has decided is durable, and waits for it. */
    public boolean close(Duration patience) throws InterruptedException {
        inputs.add(new Input.Close());
        return done.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the loop at once; what it had not written is lost, as after a crash. Any thread. */
    public void abandon() {
        open = false;
        inputs.add(new Input.Close());
    }

    private void run(Callable<ShardMachine> recover) {
        Throwable error = null;
        try {
            machine = recover.call();
            machine.nudge();
            turns();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (BrokenRun broken) {
            error = new BrokenRuns(List.of(broken));
        } catch (Throwable unexpected) {
            error = unexpected;
        } finally {
            open = false;
            writer.interrupt();
            done.countDown();
            ended(error == null ? refusal : error);
        }
    }

    private void ended(Throwable error) {
        if (error instanceof BrokenRuns broken) {
            var uuids = broken.runs().stream()
                    .map(run -> run.root().identity().uuid())
                    .collect(Collectors.toSet());
            surroundings.refused(machine.askers(uuids), error.getMessage());
        }
        surroundings.ended(this, error);
    }

    private void turns() throws InterruptedException {
        boolean closing = false;
        while (open) {
            var wave = next();
            for (var input : wave) {
                switch (input) {
                    case Input.Mail(var message) -> {
                        queued.decrementAndGet();
                        machine.offer(message);
                    }
                    case Input.Committed(var end) -> {
                        if (end == Committer.End.LOST) {
                            return;
                        }
                        sentNanos = 0;
                        surroundings.release(machine.committed());
                    }
                    case Input.Nudge _ -> machine.nudge();
                    case Input.Delivered(var delivery) -> machine.deliver(delivery);
                    case Input.Letters(var rows, var more) -> machine.mail(rows, more);
                    case Input.Close _ -> {
                        closing = true;
                        machine.windDown();
                    }
                }
            }
            machine.tick(world.millis());
            long until = System.nanoTime() + DECIDE_NANOS_MAX;
            machine.decide(world::millis, () -> System.nanoTime() > until);
            seal();
            liveRuns = machine.state().runs().size();
            machine.forgetIdle(WORKFLOWS_KEPT);
            if (closing && machine.inFlight() == 0 && !machine.hasWork()) {
                clean = true;
                return;
            }
            if (machine.hasWork()) {
                Thread.yield(); // virtual threads are not made to share: requests to other shards wait for this one
            }
        }
    }

    private void seal() {
        if (machine.inFlight() == 0) {
            machine.seal(world.millis()).ifPresent(this::send);
        }
    }

    private void send(Sealed sealed) {
        if (sealed.batch().firstSeq() == sealed.batch().lastSeq()) {
            surroundings.release(machine.committed());
        } else {
            sentNanos = Math.max(1, System.nanoTime());
            toWrite.add(sealed);
        }
    }

    private List<Input> next() throws InterruptedException {
        var wave = new ArrayList<Input>();
        if (inputs.drainTo(wave) == 0 && !machine.hasWork()) {
            long due = machine.nextDue();
            long wait = due == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, due - world.millis());
            var first = inputs.poll(wait, TimeUnit.MILLISECONDS);
            if (first != null) {
                wave.add(first);
                inputs.drainTo(wave);
            }
        }
        return wave;
    }

    /** @throws BrokenRuns when the database refuses the rows of some runs and takes the others */
    private Committer.End write(Sealed sealed) throws InterruptedException {
        try {
            return committer.write(sealed.batch(), () -> open);
        } catch (RefusedRows refused) {
            var keys = Set.copyOf(committer.blame(sealed.batch()));
            var broken = sealed.runs().stream()
                    .filter(run -> keys.contains(run.key()))
                    .map(RunState::root)
                    .distinct()
                    .map(run -> new BrokenRun(run, refused))
                    .toList();
            throw broken.isEmpty() ? refused : new BrokenRuns(broken);
        }
    }

    private void writeAll() {
        try {
            while (open) {
                var sealed = toWrite.take();
                inputs.add(new Input.Committed(write(sealed)));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (Throwable refused) {
            // Refused for good, or a bug (fault 10): memory and store may differ, so the shard starts afresh.
            refusal = refused;
            abandon();
        }
    }
}
