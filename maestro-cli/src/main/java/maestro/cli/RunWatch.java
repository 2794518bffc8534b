package maestro.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Follows one run to its end. Events of the server only say when to look again; what is shown is always read from the
 * API, so an event missed or repeated does no harm, and without events it looks every half second.
 */
final class RunWatch {
    private static final long TICK_MILLIS = 200;
    private static final long LOOK_MILLIS = 500;
    private static final long LOOK_WITH_EVENTS_MILLIS = 5_000;
    private static final long BURST_MILLIS = 40;
    private static final Duration AWAY_MAX = Duration.ofSeconds(60);
    private static final Duration SILENCE = Duration.ofMinutes(1);
    private static final Duration LOG_END = Duration.ofSeconds(2);
    private static final Duration LOG_QUIET = Duration.ofMillis(250);
    private static final int FAILURE_LINES = 20;

    private final Session session;
    private final RunId id;
    private final Semaphore changes = new Semaphore(0);
    private final Set<String> followed = new HashSet<>();
    private final List<Thread> tails = new CopyOnWriteArrayList<>();
    private volatile boolean listening;
    private volatile long lastLine;

    private RunWatch(Session session, RunId id) {
        this.session = session;
        this.id = id;
    }

    /** Shows the run until it ends; the answer is its outcome. An interrupt leaves the run as it is. */
    static Exit follow(Session session, RunId id) throws InterruptedException {
        return new RunWatch(session, id).run();
    }

    private Exit run() throws InterruptedException {
        var listener = Thread.ofVirtual().start(this::listen);
        try (var view = view()) {
            var run = toTheEnd(view);
            if (session.format() != ServerOptions.Format.table) session.show(session.api().get(id.path()), () -> "");
            else if (!run.succeeded()) explain(run);
            return run.succeeded() ? Exit.OK : Exit.RUN_FAILED;
        } finally {
            listener.interrupt();
            tails.forEach(Thread::interrupt);
        }
    }

    private RunView view() {
        if (session.format() != ServerOptions.Format.table) return new RunView.Silent(session.terminal());
        return session.terminal().interactive() ? new LiveView(session.terminal()) : new PlainView(session.terminal());
    }

    private RunSnapshot toTheEnd(RunView view) throws InterruptedException {
        long awaySince = 0;
        while (true) {
            try {
                var run = RunSnapshot.of(session.api().get(id.path()), session.api().get(id.steps()));
                awaySince = 0;
                followLogs(run, view);
                if (run.ended()) awaitLogs();
                view.show(run);
                if (run.ended()) return run;
            } catch (CliFailure e) {
                if (e.exit() != Exit.UNREACHABLE && e.exit() != Exit.SERVER_ERROR) throw e;
                if (awaySince == 0) awaySince = System.nanoTime();
                if (System.nanoTime() - awaySince > AWAY_MAX.toNanos()) throw e;
                view.note("The server is away; the run is safe, waiting for it …");
            }
            awaitChange(view);
        }
    }

    private void awaitChange(RunView view) throws InterruptedException {
        long most = listening ? LOOK_WITH_EVENTS_MILLIS : LOOK_MILLIS;
        for (long waited = 0; waited < most; waited += TICK_MILLIS) {
            if (changes.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                Thread.sleep(BURST_MILLIS); // a burst of events is one look
                changes.drainPermits();
                return;
            }
            view.tick();
        }
    }

    private void listen() {
        var lastId = new String[] {""};
        while (!Thread.currentThread().isInterrupted()) {
            try (var in = session.api().events(id.events(), lastId[0], SILENCE)) {
                listening = true;
                changes.release(); // what happened before the stream was open
                Sse.read(in, event -> {
                    lastId[0] = event.id();
                    changes.release();
                });
            } catch (IOException | CliFailure _) {
                // looking at intervals goes on meanwhile
            }
            listening = false;
            if (!pause()) return;
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    private void followLogs(RunSnapshot run, RunView view) {
        if (session.format() != ServerOptions.Format.table) return;
        for (var step : run.steps()) {
            if (!step.speaks() || !followed.add(step.id() + ' ' + step.attempt())) continue;
            var tail = new LogTail(session.api(), id, step.id(), step.attempt(),
                    text -> {
                        view.line(step.id(), step.attempt(), text);
                        lastLine = System.nanoTime();
                    });
            tails.add(Thread.ofVirtual().start(tail));
        }
    }

    /**
     * The last lines come a moment after the status, and their stream may stay open for longer: what has been silent for
     * a while has said all.
     */
    private void awaitLogs() throws InterruptedException {
        long now = System.nanoTime();
        long deadline = now + LOG_END.toNanos();
        lastLine = now;
        while (now < deadline && now - lastLine < LOG_QUIET.toNanos() && tails.stream().anyMatch(Thread::isAlive)) {
            Thread.sleep(BURST_MILLIS);
            now = System.nanoTime();
        }
    }

    /** Says what failed and shows the end of its output. */
    private void explain(RunSnapshot run) {
        var out = session.terminal().out();
        if (!run.message().isEmpty()) out.println("\n" + Printable.block(run.message()));
        for (var step : run.steps()) {
            if (!step.failed()) continue;
            out.println("\nStep " + step.id() + " ended " + step.status()
                    + (step.message().isEmpty() ? "." : ": " + RunText.firstLine(step.message())));
            if (step.speaks()) lastLines(step).forEach(line -> out.println("  | " + Printable.line(line)));
        }
        out.println("\nAll of it: maestro instance logs " + id.workflow() + " " + id.instance() + " STEP");
    }

    private List<String> lastLines(RunSnapshot.Step step) {
        try {
            var lines = session.api().getText(id.logs(step.id(), step.attempt())).lines().toList();
            return lines.subList(Math.max(0, lines.size() - FAILURE_LINES), lines.size());
        } catch (CliFailure e) {
            return List.of("(its output cannot be read: " + e.getMessage() + ")");
        }
    }
}
