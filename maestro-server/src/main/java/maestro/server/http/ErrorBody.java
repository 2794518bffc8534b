package maestro.server.http;

import java.util.Map;
import java.util.UUID;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import maestro.runtime.store.StoreUnavailable;

/** What is thrown, as the bodies of rest-api.md §2. What nobody expected is logged here, once. */
final class ErrorBody {
    private static final System.Logger LOG = System.getLogger(ErrorBody.class.getName());
    private static final Map<String, String> RETRY_SOON = Map.of("Retry-After", "1");

    private ErrorBody() {}

    /** @param problem whether the caller asked for problem details, also in place of the native form */
    static Answer.Whole of(Throwable thrown, String path, boolean problem) {
        Answer.Whole answer = of(thrown, path);
        if (!problem || answer.type().equals(Dispatcher.PROBLEM)) return answer;
        return new Answer.Whole(
                answer.status(), Dispatcher.PROBLEM, Problem.detailed(answer, path), answer.headers());
    }

    static Answer.Whole of(Throwable thrown, String path) {
        return switch (thrown) {
            case Problem problem ->
                new Answer.Whole(
                        problem.status(), "application/problem+json", problem.body(path), problem.headers());
            case MaestroException e -> known(e, path);
            case StoreUnavailable e -> {
                LOG.log(System.Logger.Level.WARNING, "database away, 503 for " + path + ": " + e.getMessage());
                yield answer(new MaestroException(
                        Code.SERVICE_UNAVAILABLE, "The database cannot be reached at the moment; try again"));
            }
            default -> unexpected(thrown, path);
        };
    }

    private static Answer.Whole known(MaestroException e, String path) {
        if (e.code() == Code.INTERNAL_ERROR)
            LOG.log(System.Logger.Level.ERROR, "internal error for " + path, e);
        return answer(e);
    }

    private static Answer.Whole unexpected(Throwable thrown, String path) {
        String id = UUID.randomUUID().toString().substring(0, 8);
        LOG.log(System.Logger.Level.ERROR, "unexpected error " + id + " for " + path, thrown);
        return answer(new MaestroException(
                Code.INTERNAL_ERROR, "Internal error; the server's log has the details under " + id));
    }

    private static Answer.Whole answer(MaestroException e) {
        var body = Json.object();
        body.put("status", e.code().name());
        body.put("message", e.getMessage());
        if (!e.errors().isEmpty()) body.set("errors", Json.node(e.errors()));
        if (e.code().retryable()) body.put("retryable", true);
        return new Answer.Whole(e.code().httpStatus(), Route.JSON, Json.bytes(body), headers(e.code()));
    }

    private static Map<String, String> headers(Code code) {
        return switch (code) {
            case UNAUTHORIZED -> Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            case TOO_MANY_REQUESTS -> Map.of("Retry-After", "60");
            default -> code.retryable() ? RETRY_SOON : Map.of();
        };
    }
}
