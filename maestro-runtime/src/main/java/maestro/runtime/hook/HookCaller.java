package maestro.runtime.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.definition.Hook;
import maestro.model.definition.HookJson;
import maestro.model.json.Json;
import maestro.model.run.Initiator;
import maestro.model.run.StartRequest;
import maestro.runtime.engine.Engine;
import maestro.runtime.engine.NotOwner;
import maestro.runtime.store.HookCalls;
import maestro.runtime.store.HookCalls.Call;
import maestro.runtime.store.HookCalls.Status;
import maestro.runtime.store.StoreUnavailable;

/**
 * Works off the hooks of ended runs, beside the shards: they never wait for it. A workflow is started exactly once, as
 * its request id follows from the run that ended; a webhook is called at least once, each time with the same
 * {@code Idempotency-Key}. What fails for now is tried again, {@value #ATTEMPTS_MAX} times within about two hours.
 * Thread-safe.
 */
public final class HookCaller implements AutoCloseable {
    static final int ATTEMPTS_MAX = 16;

    private static final System.Logger LOG = System.getLogger("maestro.hook");
    private static final User CALLER = User.of("maestro");
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration CLAIM = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration DELAY_MAX = Duration.ofMinutes(15);
    private static final int AT_ONCE = 16;
    private static final int ANSWER_MAX = 1_000;

    private final HookCalls calls;
    private final Engine engine;
    private final Webhooks webhooks;
    private final String node;
    private final IntFunction<Optional<String>> owner;
    private final InstantSource clock;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Thread thread = Thread.ofVirtual().name("hooks").unstarted(this::run);

    /**
     * @param node the name under which it claims
     * @param owner the name of the node that owns a shard
     */
    public HookCaller(
            HookCalls calls, Engine engine, Webhooks webhooks, String node, IntFunction<Optional<String>> owner,
            InstantSource clock) {
        this.calls = calls;
        this.engine = engine;
        this.webhooks = webhooks;
        this.node = node;
        this.owner = owner;
        this.clock = clock;
    }

    /** Goes on with what an earlier life of this node had begun. */
    public void start() {
        thread.start();
    }

    /** Calls that went well since the start. */
    public long done() {
        return done.get();
    }

    /** Calls that were given up since the start. */
    public long failed() {
        return failed.get();
    }

    private void run() {
        boolean reclaimed = false;
        try {
            while (true) {
                room.acquire();
                int free = 1 + room.drainPermits();
                int taken = 0;
                try {
                    if (!reclaimed) calls.reclaim(node, clock.millis());
                    reclaimed = true;
                    taken = look(free);
                } catch (StoreUnavailable away) {
                    LOG.log(Level.DEBUG, "hooks wait for the database: {0}", away.getMessage());
                } catch (RuntimeException broken) {
                    LOG.log(Level.ERROR, "hooks could not be read; trying again", broken);
                } finally {
                    room.release(free - taken);
                }
                if (taken < free) TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private int look(int max) {
        long now = clock.millis();
        List<Call> due = calls.claim(node, now, now + CLAIM.toMillis(), PATIENCE.toMillis(), max);
        due.forEach(call -> Thread.ofVirtual().name("hook").start(() -> {
            try {
                attempt(call);
            } catch (StoreUnavailable away) {
                LOG.log(Level.DEBUG, "a hook stays claimed until the database is back: {0}", away.getMessage());
            } finally {
                room.release();
            }
        }));
        return due.size();
    }

    /** One attempt at one call that was claimed. */
    private void attempt(Call call) {
        try {
            switch (HookJson.read(Json.parse(call.row().hook()))) {
                case Hook.Start start -> start(call, start);
                case Hook.Webhook webhook -> post(call, webhook);
            }
        } catch (NotOwner elsewhere) {
            calls.again(call.row(), clock.millis(), owner.apply(elsewhere.shard()).orElse(""), call.answer());
        } catch (StoreUnavailable | IOException notNow) {
            again(call, "no answer: " + notNow.getMessage());
        } catch (Webhooks.Refused refused) {
            giveUp(call, refused.getMessage());
        } catch (MaestroException refused) {
            if (refused.code().retryable()) again(call, refused.getMessage());
            else giveUp(call, refused.getMessage());
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            LOG.log(Level.ERROR, "a hook of " + subject(call) + " failed", broken);
            again(call, String.valueOf(broken.getMessage()));
        }
    }

    private void start(Call call, Hook.Start hook) {
        var params = EndedParams.of(Json.parse(call.row().facts()), hook.params());
        var request = new StartRequest(
                new Initiator.Manual(Optional.of(CALLER)), Optional.empty(), Optional.of(requestId(call)), List.of(),
                params, Map.of(), true);
        var outcome = engine.start(hook.workflowId(), "default", List.of(request), CALLER).getFirst();
        switch (outcome.status()) {
            case CREATED, DUPLICATED ->
                end(call, "started " + outcome.workflowId() + " instance " + outcome.instanceId());
            case STOPPED -> end(call, "not started, by the run strategy of " + outcome.workflowId());
            case INTERNAL_ERROR -> again(call, outcome.message());
        }
    }

    private void post(Call call, Hook.Webhook hook) throws Webhooks.Refused, IOException, InterruptedException {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Idempotency-Key", requestId(call).toString());
        headers.put("Maestro-Event", call.row().event());
        headers.putAll(hook.headers());
        var answer = webhooks.post(hook.url(), headers, call.row().facts());
        String told = "answered with status " + answer.status();
        if (answer.good()) end(call, told);
        else if (answer.worthAgain()) again(call, told);
        else giveUp(call, told);
    }

    private static UUID requestId(Call call) {
        return UUID.nameUUIDFromBytes(("hook " + call.row().runKey() + " " + call.row().ordinal() + " "
                + call.row().workflowId() + " " + call.row().instanceId() + " " + call.row().runId()).getBytes(UTF_8));
    }

    private void end(Call call, String answer) {
        done.incrementAndGet();
        calls.ended(call.row(), Status.DONE, brief(answer), clock.millis());
    }

    private void again(Call call, String answer) {
        if (call.attempts() >= ATTEMPTS_MAX) {
            giveUp(call, answer);
            return;
        }
        calls.again(call.row(), clock.millis() + delay(call.attempts()).toMillis(), "", brief(answer));
    }

    /** After the {@code attempts}th attempt: 5 s at first, twice as long each time, at most a quarter of an hour. */
    static Duration delay(int attempts) {
        var delay = Duration.ofSeconds(5L << Math.min(attempts - 1, 20));
        return delay.compareTo(DELAY_MAX) > 0 ? DELAY_MAX : delay;
    }

    private void giveUp(Call call, String answer) {
        failed.incrementAndGet();
        LOG.log(Level.WARNING, "a hook of {0} is given up after {1} attempts: {2}", subject(call), call.attempts(),
                answer);
        calls.ended(call.row(), Status.FAILED, brief(answer), clock.millis());
    }

    private static String subject(Call call) {
        return "workflow=" + call.row().workflowId() + " instance=" + call.row().instanceId() + " run="
                + call.row().runId() + " event=" + call.row().event();
    }

    private static String brief(String text) {
        return text.length() <= ANSWER_MAX ? text : text.substring(0, ANSWER_MAX) + "…";
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
