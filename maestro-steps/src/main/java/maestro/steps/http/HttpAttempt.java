package maestro.steps.http;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.param.Param;
import maestro.runtime.log.LogStream;
import maestro.runtime.step.StepContext;
import maestro.runtime.step.StepResult;
import maestro.runtime.step.StepResult.Done;
import maestro.runtime.step.StepResult.Failed;
import maestro.runtime.step.StepResult.Failure;

/** One attempt at an http step: its requests until one is answered with something else than CONTINUE. */
final class HttpAttempt {
    private static final String ARTIFACT = "maestro_http";
    private static final int SHOWN_CHARS_MAX = 1_000;

    private final StepContext context;
    private final Client client;
    private final InstantSource clock;
    private final Call call;
    private final Map<String, Param> workflowParams;
    private String lastNote = "";
    private Optional<Reply> reply = Optional.empty();

    HttpAttempt(
            StepContext context, Client client, InstantSource clock, Call call, Map<String, Param> workflowParams) {
        this.context = context;
        this.client = client;
        this.clock = clock;
        this.call = call;
        this.workflowParams = workflowParams;
    }

    /** Makes one request, the {@code number}th from 1; empty: make it again after a while. */
    Optional<StepResult> poll(int number) throws IOException, InterruptedException {
        reply = Optional.empty();
        var sent = call.withDefaults(identity(number));
        if (number == 1) {
            context.note("Request: " + sent.line());
        }
        Reply answer;
        try {
            answer = exchange(sent);
        } catch (Refusal e) {
            return Optional.of(failed(Failure.FATAL, e, artifact(ResultState.FATAL_ERROR)));
        }
        reply = Optional.of(answer);
        ResultState state;
        try {
            state = StateExpression.evaluate(
                    context.params(),
                    ResponseParams.of(answer, answer.body(), clock.millis()),
                    workflowParams,
                    context.attempt(),
                    clock.millis());
        } catch (Refusal e) {
            var artifact = artifact(ResultState.FATAL_ERROR, answer);
            return Optional.of(
                    new Failed(Failure.FATAL, e.getMessage(), shown(answer), artifact, outputs(answer)));
        }
        tell(sent, answer, state);
        return state == ResultState.CONTINUE ? Optional.empty() : Optional.of(result(sent, answer, state));
    }

    private Reply exchange(Call first) throws Refusal, IOException, InterruptedException {
        var hop = first;
        for (int redirects = 0; ; redirects++) {
            var reply = client.send(hop);
            var next = Redirect.next(hop, reply);
            if (next.isEmpty()) {
                return reply;
            }
            if (redirects == Redirect.MAX) {
                throw new Refusal("More than " + Redirect.MAX + " redirects, the last to " + next.get().line());
            }
            hop = next.get();
            context.log(LogStream.SYSTEM, reply.status() + ", redirected to " + hop.line());
        }
    }

    /**
     * So that a server can recognise a request that is made again: after a crash of ours the key is the same, for a
     * further poll or attempt it is another.
     */
    private Map<String, String> identity(int number) {
        var attempt = context.attempt();
        String uuid = attempt.stepUuid().toString();
        return Map.of(
                "Maestro-Step-UUID", uuid,
                "Maestro-Attempt-Key", attempt.attemptKey(),
                "Idempotency-Key", number == 1 ? uuid : uuid + "-" + number);
    }

    /** The log gets every response, the timeline only what is new: a poller may go on for days. */
    private void tell(Call sent, Reply reply, ResultState state) {
        context.log(LogStream.SYSTEM, sent.line() + ": status " + reply.status() + ", " + reply.body().length()
                + " characters, state " + state);
        String news = reply.status() + " " + state;
        if (!news.equals(lastNote)) {
            context.note("Response status code: " + reply.status());
            context.note("Resulting state: " + state);
            lastNote = news;
        }
    }

    private StepResult result(Call sent, Reply reply, ResultState state) {
        var artifact = artifact(state, reply);
        if (state == ResultState.DONE) {
            return new Done(outputs(reply), artifact);
        }
        String message = sent.line() + " was answered with status " + reply.status() + ", for which "
                + StateExpression.PARAM + " says " + state
                + reply.retryAfter()
                        .map(time -> "; the server asks to come again after " + time.toSeconds()
                                + " s: a state_expr that says CONTINUE then does so")
                        .orElse("");
        return new Failed(state.failure(), message, shown(reply), artifact, outputs(reply));
    }

    /** After a failure, too: the placeholders would tell of a response that never came (R13). */
    private Map<String, Param> outputs(Reply reply) {
        String body = ResponseParams.fitting(reply.body(), context.params());
        if (body.length() < reply.body().length()) {
            context.note("The param response_body holds the first " + body.length() + " of "
                    + reply.body().length() + " characters; the artifact " + ARTIFACT + " holds all");
        }
        return ResponseParams.of(reply, body, clock.millis());
    }

    private static List<String> shown(Reply reply) {
        String body = reply.body();
        if (body.isBlank()) {
            return List.of();
        }
        return List.of(body.length() <= SHOWN_CHARS_MAX ? body : body.substring(0, SHOWN_CHARS_MAX) + "…");
    }

    /** The artifact of a request that no response came to. */
    Map<String, Map<String, Object>> artifact(ResultState state) {
        var http = new LinkedHashMap<String, Object>();
        http.put("request", call.artifact());
        http.put("status", state.artifactStatus());
        http.put("type", "HTTP");
        return Map.of(ARTIFACT, http);
    }

    private Map<String, Map<String, Object>> artifact(ResultState state, Reply reply) {
        var artifact = artifact(state);
        artifact.get(ARTIFACT).put("status_code", (long) reply.status());
        artifact.get(ARTIFACT).put("body", reply.body());
        return artifact;
    }

    /** What is known of the last request of an attempt that ends without a judged response. */
    Map<String, Param> outputs() {
        return reply.map(this::outputs).orElseGet(() -> ResponseParams.without(ResponseParams.NO_STATUS, clock.millis()));
    }

    /** How long the server asked to wait before the next request. */
    Optional<Duration> askedPause() {
        return reply.flatMap(Reply::retryAfter);
    }

    private Failed failed(Failure failure, Refusal why, Map<String, Map<String, Object>> artifacts) {
        var outputs = ResponseParams.without(why.status(), clock.millis());
        return new Failed(failure, why.getMessage(), List.of(), artifacts, outputs);
    }
}
