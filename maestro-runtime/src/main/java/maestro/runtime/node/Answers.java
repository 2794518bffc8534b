package maestro.runtime.node;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import maestro.core.rule.Answer;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.runtime.engine.NotOwner;

/** Callers that wait for a decision to be durable. Thread-safe. */
final class Answers {
    private record Waiting(int shard, CompletableFuture<Answer> answer) {}

    private final Supplier<Optional<String>> trouble;
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private final AtomicLong lastTicket = new AtomicLong();

    /** @param trouble why nothing becomes durable, if that is known */
    Answers(Supplier<Optional<String>> trouble) {
        this.trouble = trouble;
    }

    /** A place in line for an answer of a shard. */
    record Ticket(long number, CompletableFuture<Answer> answer) {}

    Ticket open(int shard) {
        var ticket = new Ticket(lastTicket.incrementAndGet(), new CompletableFuture<>());
        waiting.put(ticket.number(), new Waiting(shard, ticket.answer()));
        return ticket;
    }

    void complete(long ticket, Answer answer) {
        var caller = waiting.remove(ticket);
        if (caller != null) {
            caller.answer().complete(answer);
        }
    }

    /**
     * Tells all who wait for a shard that it will not answer any more.
     *
     * @param undone whether what they asked for was not begun, so that the next owner may be asked
     */
    void shardGone(int shard, boolean undone) {
        waiting.forEach((number, caller) -> {
            if (caller.shard() == shard) {
                gone(number, undone);
            }
        });
    }

    /** The same for one of them. */
    void gone(long ticket, boolean undone) {
        var caller = waiting.remove(ticket);
        if (caller != null) {
            caller.answer().completeExceptionally(undone ? new NotOwner(caller.shard()) : unavailable());
        }
    }

    /**
     * @throws MaestroException SERVICE_UNAVAILABLE when no answer comes in time, or what the shard refused with
     * @throws NotOwner when the shard was handed over before it began
     */
    Answer await(Ticket ticket, Duration patience) {
        try {
            var answer = ticket.answer().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (answer instanceof Answer.Refused(var why)) {
                throw why;
            }
            return answer;
        } catch (TimeoutException late) {
            throw trouble.get().map(Answers::unavailable).orElseGet(Answers::unavailable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw unavailable();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof MaestroException known) {
                throw known;
            }
            if (failed.getCause() instanceof NotOwner elsewhere) {
                throw elsewhere;
            }
            throw new IllegalStateException("an answer failed", failed.getCause());
        } finally {
            waiting.remove(ticket.number());
        }
    }

    static MaestroException unavailable() {
        return unavailable("the database or the shard's owner is away");
    }

    private static MaestroException unavailable(String why) {
        return new MaestroException(
                Code.SERVICE_UNAVAILABLE,
                "The outcome is not durable yet because " + why + "; try again with the same request id");
    }
}
