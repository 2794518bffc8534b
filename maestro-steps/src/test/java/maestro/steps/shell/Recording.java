package maestro.steps.shell;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;
import maestro.runtime.log.LogStream;
import maestro.runtime.step.AttemptRef;
import maestro.runtime.step.StepContext;

/** A context that keeps what it is told, and lets a test wait for it. */
final class Recording implements StepContext {
    private final Map<String, Param> params = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private AttemptRef attempt = attempt(UUID.randomUUID(), 1);
    private Duration grace = Duration.ofSeconds(8);
    private volatile boolean cancelled;
    final CountDownLatch noted = new CountDownLatch(1);

    static AttemptRef attempt(UUID step, int launch) {
        return new AttemptRef("demo.flow", 3, 2, "job-1", 4, 77, step, step + "-" + launch);
    }

    static Recording script(String script) {
        return new Recording().with("script", ParamType.STRING, script);
    }

    Recording with(String name, ParamType type, Object result) {
        Object literal = result instanceof Double number ? BigDecimal.valueOf(number) : result;
        params.put(name, Param.of(ParamDefinition.literal(type, literal), result, 1));
        return this;
    }

    Recording as(AttemptRef value) {
        attempt = value;
        return this;
    }

    Recording grace(Duration value) {
        grace = value;
        return this;
    }

    void cancel(Thread runner) {
        cancelled = true;
        runner.interrupt();
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    List<String> lines(LogStream stream) {
        return lines().stream()
                .filter(line -> line.startsWith(stream + " "))
                .map(line -> line.substring(4))
                .toList();
    }

    synchronized String awaitLine(Predicate<String> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            var found = lines.stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get().substring(4);
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("no such line among " + lines);
            }
            wait(left);
        }
    }

    @Override
    public AttemptRef attempt() {
        return attempt;
    }

    @Override
    public Map<String, Param> params() {
        return params;
    }

    @Override
    public Optional<String> checkpoint() {
        return Optional.empty();
    }

    @Override
    public void checkpoint(String state) {
        throw new AssertionError("a shell step has its records instead");
    }

    @Override
    public synchronized void log(LogStream stream, String line) {
        lines.add(stream + " " + line);
        notifyAll();
    }

    @Override
    public synchronized void note(String text) {
        notes.add(text);
        noted.countDown();
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public Duration grace() {
        return grace;
    }
}
