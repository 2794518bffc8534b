package maestro.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import maestro.core.row.RunRow;
import maestro.runtime.engine.Engine;
import maestro.runtime.engine.FeedEvent;

/**
 * Writes one run's events to one reader: first what is stored, then what comes, each once and in order. What comes
 * waits in a bounded queue; a reader too slow for it is served from the store again, so that it loses nothing and
 * costs little. Where another node runs the shard, a look at the store twice a second finds what it decided. While this
 * one does, a watcher of a silent run costs a heartbeat, and a look once a minute in case the shard was away meanwhile.
 */
final class RunEvents implements Answer.Writer {
    private static final int QUEUE_MAX = 1024;
    private static final int PAGE = 500;
    private static final long HEARTBEAT_MILLIS = 10_000;
    /** Between two looks for what another node decides. */
    private static final long LOOK_MILLIS = 500;
    private static final long LOOK_HERE_MILLIS = 60_000;

    private final Engine engine;
    private final RunSources runs;
    private final RunRow run;
    private String last;
    private long beatNanos;

    RunEvents(Engine engine, RunSources runs, RunRow run, String after) {
        this.engine = engine;
        this.runs = runs;
        this.run = run;
        this.last = after;
    }

    @Override
    public void write(OutputStream out) throws IOException, InterruptedException {
        var sse = new Sse(out);
        beat(sse); // the reader learns at once that it is connected
        BlockingQueue<FeedEvent> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
        var overflown = new AtomicBoolean();
        try (var _ = engine.subscribe(run.workflowId(), run.instanceId(), run.runId(), event -> {
            if (!queue.offer(event)) overflown.set(true);
        })) {
            while (!catchUp(sse) && !live(sse, queue, overflown)) {
                if (overflown.getAndSet(false)) queue.clear();
            }
        }
        sse.event("", "end", "{}");
        sse.flush();
    }

    /** Sends what the store has; true when there will be no more. */
    private boolean catchUp(Sse sse) throws IOException {
        while (true) {
            if (runs.find(run.workflowId(), run.instanceId(), Optional.of(run.runId())).isEmpty()) return true;
            var page = engine.history(run.workflowId(), run.instanceId(), run.runId(), last, PAGE);
            for (FeedEvent event : page.events()) send(sse, event);
            last = page.next();
            sse.flush();
            if (page.complete() || page.events().isEmpty()) return page.complete();
        }
    }

    /** Sends what comes until it is time to look at the store: after a gap, or a silence; true when the run has ended. */
    private boolean live(Sse sse, BlockingQueue<FeedEvent> queue, AtomicBoolean overflown)
            throws IOException, InterruptedException {
        long lookNanos = System.nanoTime();
        while (!overflown.get()) {
            boolean here = engine.runs(run.shard());
            FeedEvent event = queue.poll(here ? HEARTBEAT_MILLIS : LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (event == null) {
                if (System.nanoTime() - beatNanos > HEARTBEAT_MILLIS * 1_000_000) beat(sse);
                boolean nothingMissed = here && engine.runs(run.shard());
                if (nothingMissed && System.nanoTime() - lookNanos < LOOK_HERE_MILLIS * 1_000_000) continue;
                return false;
            }
            boolean ended = false;
            for (; event != null; event = queue.poll()) {
                if (overflown.get()) return false; // what follows may lack what was lost
                if (after(event.id(), last)) {
                    send(sse, event);
                    ended |= event.last();
                }
            }
            sse.flush();
            if (ended) return true;
        }
        return false;
    }

    private void beat(Sse sse) throws IOException {
        sse.heartbeat();
        beatNanos = System.nanoTime();
    }

    private void send(Sse sse, FeedEvent event) throws IOException {
        sse.event(event.id(), event.type(), event.json());
        last = event.id();
    }

    /** Whether an event stands behind another of the same shard; ids are numbers joined by colons. */
    private static boolean after(String id, String other) {
        if (other.isEmpty()) return true;
        return Arrays.compare(numbers(id), numbers(other)) > 0;
    }

    private static long[] numbers(String id) {
        return Stream.of(id.split(":")).mapToLong(Long::parseLong).toArray();
    }
}
