package maestro.steps.http;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import maestro.model.definition.StepType;
import maestro.model.param.Param;
import maestro.runtime.step.AttemptRef;
import maestro.runtime.step.StepContext;
import maestro.runtime.step.StepResult;
import maestro.runtime.step.StepResult.Cancelled;
import maestro.runtime.step.StepResult.Failed;
import maestro.runtime.step.StepResult.Failure;
import maestro.runtime.step.StepRuntime;
import maestro.runtime.store.StoreUnavailable;

/**
 * Makes an HTTP request and lets the step's {@code state_expr} judge the response (step-runtimes.md §6). Thread-safe.
 *
 * <p>Params: {@code http} with {@code url}, {@code method}, {@code headers}, {@code body} and, beyond the
 * specification, {@code follow_redirects}; {@code state_expr}. Outputs: {@code status_code}, {@code response_body};
 * artifact {@code maestro_http}. CONTINUE repeats the request after {@link HttpConfig#pollDelay}, or
 * later where the response has a Retry-After. What the allow-list
 * forbids, a malformed request and a response over the limit are fatal; what goes wrong on the way is the platform's.
 *
 * <p>After a crash the request is made again, with the same {@code Maestro-Step-UUID} and {@code Idempotency-Key} and
 * another {@code Maestro-Attempt-Key}. A cancel closes the connection at once; {@link #run} must be called on a virtual
 * thread for that.
 */
public final class HttpRuntime implements StepRuntime {
    /** Waits between two polls; tests wait otherwise than by the clock. */
    interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    private final Client client;
    private final Duration pollDelay;
    private final InstantSource clock;
    private final Function<AttemptRef, Map<String, Param>> workflowParams;
    private final Pause pause;

    /**
     * @param workflowParams the evaluated params of an attempt's workflow run; asked at most once an attempt, and only
     *     when its {@code state_expr} names something that is no param of the step; may throw StoreUnavailable
     */
    public HttpRuntime(
            HttpConfig config, InstantSource clock, Function<AttemptRef, Map<String, Param>> workflowParams) {
        this(
                config,
                clock,
                workflowParams,
                new Client(config, clock, InetAddress::getAllByName, trustOfTheMachine()),
                Thread::sleep);
    }

    HttpRuntime(
            HttpConfig config,
            InstantSource clock,
            Function<AttemptRef, Map<String, Param>> workflowParams,
            Client client,
            Pause pause) {
        this.client = client;
        this.pollDelay = config.pollDelay();
        this.clock = requireNonNull(clock);
        this.workflowParams = requireNonNull(workflowParams);
        this.pause = pause;
    }

    static SSLContext trustOfTheMachine() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }

    @Override
    public StepType type() {
        return StepType.HTTP;
    }

    @Override
    public StepResult run(StepContext context) throws InterruptedException {
        Call call;
        try {
            call = Call.read(context.params());
        } catch (Refusal e) {
            var outputs = ResponseParams.without(ResponseParams.NO_STATUS, clock.millis());
            return new Failed(Failure.FATAL, e.getMessage(), List.of(), Map.of(), outputs);
        }
        var ofRun = new LazyParams(() -> workflowParams.apply(context.attempt()));
        var attempt = new HttpAttempt(context, client, clock, call, ofRun);
        try {
            return untilDecided(attempt);
        } catch (InterruptedException e) {
            return cancelled(context, attempt);
        } catch (IOException e) {
            if (context.cancelled() || Thread.interrupted()) {
                return cancelled(context, attempt);
            }
            return new Failed(
                    Failure.PLATFORM,
                    call.line() + " failed: " + reason(e),
                    List.of(),
                    attempt.artifact(ResultState.PLATFORM_ERROR),
                    attempt.outputs());
        } catch (StoreUnavailable e) {
            return new Failed(
                    Failure.PLATFORM,
                    "The workflow's params could not be read: " + reason(e),
                    List.of(),
                    Map.of(),
                    attempt.outputs());
        }
    }

    private StepResult untilDecided(HttpAttempt attempt) throws IOException, InterruptedException {
        for (int number = 1; ; number++) {
            Optional<StepResult> result = attempt.poll(number);
            if (result.isPresent()) {
                return result.get();
            }
            pause.sleep(attempt.askedPause().filter(time -> time.compareTo(pollDelay) > 0).orElse(pollDelay));
        }
    }

    /** A shutdown of the server interrupts as well, without a cancel: then the attempt is not over. */
    private static StepResult cancelled(StepContext context, HttpAttempt attempt) throws InterruptedException {
        if (!context.cancelled()) {
            throw new InterruptedException("interrupted during an HTTP request");
        }
        return new Cancelled("The request was given up", Map.of(), attempt.outputs());
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
