package maestro.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Follows one run to its end. Events of the server only say when to look again; what is shown is always read from the
 * API, so an event missed or repeated does no harm, and without events it looks every half second.
 */
final class RunWatch {
    private static final long TICK_MILLIS = 200;
    private static final long LOOK_MILLIS = 500;
    /** Iterations are runs of their own, of which the run's events tell nothing. */
    private static final long LOOK_WITH_LOOPS_MILLIS = 1_000;
    private static final long LOOK_WITH_EVENTS_MILLIS = 5_000;
    private static final long BURST_MILLIS = 40;
    private static final Duration AWAY_MAX = Duration.ofSeconds(60);
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final Session session;
    private final RunId id;
    private final Semaphore changes = new Semaphore(0);
    private volatile boolean listening;

    private RunWatch(Session session, RunId id) {
        this.session = session;
        this.id = id;
    }

    /**
     * Shows the run until it ends; the answer is its outcome. An interrupt leaves the run as it is, and Ctrl-C says so.
     */
    static Exit follow(Session session, RunId id) throws InterruptedException {
        var hook = new Thread(() -> session.terminal().err().println(
                "\nThe run goes on. Follow it again with `maestro instance watch " + id.words() + "`, or stop it with"
                        + " `maestro instance stop " + id.workflow() + " " + id.instance() + "`."), "ctrl-c");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return followToTheEnd(session, id);
        } finally {
            forget(hook);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the process ends already
        }
    }

    /** For a run that does not outlive this process. */
    static Exit followToTheEnd(Session session, RunId id) throws InterruptedException {
        return new RunWatch(session, id).run();
    }

    private Exit run() throws InterruptedException {
        var listener = Thread.ofVirtual().start(this::listen);
        try (var view = view()) {
            var run = toTheEnd(view);
            if (session.format() != ServerOptions.Format.table) session.show(session.api().get(id.path()), () -> "");
            else if (!run.succeeded()) new FailureReport(session, id).print(run);
            return run.succeeded() ? Exit.OK : Exit.RUN_FAILED;
        } finally {
            listener.interrupt();
        }
    }

    private RunView view() {
        if (session.format() != ServerOptions.Format.table) return new RunView.Silent(session.terminal());
        return session.terminal().interactive() ? new LiveView(session.terminal()) : new PlainView(session.terminal());
    }

    private RunSnapshot toTheEnd(RunView view) throws InterruptedException {
        boolean lines = session.format() == ServerOptions.Format.table;
        long awaySince = 0;
        boolean loops = false;
        try (var logs = new LogFollower(session, id, view)) {
            while (true) {
                try {
                    var run = RunSnapshot.read(session.api(), id);
                    awaySince = 0;
                    loops = run.loops();
                    if (lines) logs.look(run);
                    view.show(run);
                    if (run.ended()) return run;
                } catch (CliFailure e) {
                    if (e.exit() != Exit.UNREACHABLE && e.exit() != Exit.SERVER_ERROR) throw e;
                    if (awaySince == 0) awaySince = System.nanoTime();
                    if (System.nanoTime() - awaySince > AWAY_MAX.toNanos()) throw e;
                    view.note("The server is away; the run is safe, waiting for it …");
                }
                awaitChange(view, !listening ? LOOK_MILLIS : loops ? LOOK_WITH_LOOPS_MILLIS : LOOK_WITH_EVENTS_MILLIS);
            }
        }
    }

    private void awaitChange(RunView view, long most) throws InterruptedException {
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
}
