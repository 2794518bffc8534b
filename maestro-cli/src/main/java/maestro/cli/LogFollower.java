package maestro.cli;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Shows the output of a run's steps, those of iterations too, while they write it. One thread drives it. */
final class LogFollower implements AutoCloseable {
    /** A page of iterations: the newest of each step in a loop are looked at. */
    private static final int PAGE = 100;
    /** Attempts of iterations whose output is shown; more would be noise. */
    private static final int ITERATIONS_MAX = 500;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final Duration QUIET = Duration.ofMillis(250);
    private static final long TICK_MILLIS = 20;

    /** @param step of the run: for an iteration that of its outermost loop */
    private record Tail(String step, Thread thread) {}

    private final Session session;
    private final RunId id;
    private final RunView view;
    private final Set<String> followed = new HashSet<>();
    private final Set<String> heardOut = new HashSet<>();
    private final List<Tail> tails = new CopyOnWriteArrayList<>();
    private int iterations;
    private volatile long lastLine;

    LogFollower(Session session, RunId id, RunView view) {
        this.session = session;
        this.id = id;
        this.view = view;
    }

    /** Begins with what has begun since, and lets those that have ended say their last words. */
    void look(RunSnapshot run) throws InterruptedException {
        for (var step : run.steps()) {
            if (heardOut.contains(key(step))) continue;
            if (step.speaks()) follow(step.id(), step.id(), new StepPlace(id, step.id(), step.attempt()));
            if (step.start().isNumber() && step.keptFrom() == 0) step.inside().forEach(leaf -> iterations(step.id(), leaf));
        }
        for (var step : run.steps()) {
            if (step.over() && heardOut.add(key(step))) hearOut(step.id());
        }
    }

    private static String key(RunSnapshot.Step step) {
        return step.id() + ' ' + step.attempt() + ' ' + step.over();
    }

    private void iterations(String loop, String leaf) {
        if (iterations >= ITERATIONS_MAX) return;
        var page = session.api().get(Api.path("views", "flatten", "workflows", id.workflow(), "instances", id.instance(),
                "runs", id.run(), "steps", leaf) + "?last=" + PAGE);
        for (var iteration : page.path("elements")) {
            if (!iteration.path("step_runtime_state").path("start_time").isNumber()) continue;
            var place = StepPlace.of(iteration.path("leaf_step_instance_ref"));
            boolean began = follow(loop, leaf + "[" + LoopCommands.number(iteration) + "]", place);
            if (began && ++iterations == ITERATIONS_MAX) {
                view.note("The output of further iterations is not shown here; `maestro loop logs` prints it.");
                return;
            }
        }
    }

    private boolean follow(String step, String label, StepPlace place) {
        if (!followed.add(place.attemptPath())) return false;
        var tail = new LogTail(session.api(), place.run(), place.step(), place.attempt(), text -> {
            view.line(label, place.attempt(), text);
            lastLine = System.nanoTime();
        });
        tails.add(new Tail(step, Thread.ofVirtual().start(tail)));
        return true;
    }

    /**
     * The last lines come a moment after the status, and their stream may stay open for longer: what has been silent for
     * a while has said all.
     */
    private void hearOut(String step) throws InterruptedException {
        long now = System.nanoTime();
        long deadline = now + LAST_WORDS.toNanos();
        lastLine = now;
        while (now < deadline && now - lastLine < QUIET.toNanos() && speaking(step)) {
            Thread.sleep(TICK_MILLIS);
            now = System.nanoTime();
        }
    }

    private boolean speaking(String step) {
        return tails.stream().anyMatch(tail -> tail.step().equals(step) && tail.thread().isAlive());
    }

    @Override
    public void close() {
        tails.forEach(tail -> tail.thread().interrupt());
    }
}
