package maestro.server.http;

import java.util.Map;
import java.util.Set;
import maestro.model.json.Json;

/**
 * A failure of the call's form, found before any resource is asked: unknown path, wrong method, media type, or a number
 * that is none. It has the problem+json body of rest-api.md §2, not the native one.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> headers;

    private Problem(int status, String detail, Map<String, String> headers) {
        super(detail, null, false, false); // expected and common: no stack
        this.status = status;
        this.headers = headers;
    }

    Problem(int status, String detail) {
        this(status, detail, Map.of());
    }

    static Problem methodNotAllowed(String method, Set<String> allowed) {
        return new Problem(405, "This path does not know " + method, Map.of("Allow", String.join(", ", allowed)));
    }

    public static Problem badRequest(String detail) {
        return new Problem(400, detail);
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body(String path) {
        return body(status, getMessage(), path);
    }

    static byte[] body(int status, String detail, String path) {
        var body = Json.object();
        body.put("type", "about:blank");
        body.put("title", title(status));
        body.put("status", status);
        body.put("detail", detail);
        body.put("instance", path);
        body.putNull("properties");
        return Json.bytes(body);
    }

    /** A native error body as problem details: what has no field of its own there becomes a member beside. */
    static byte[] detailed(Answer.Whole error, String path) {
        var given = Json.parse(error.body());
        var body = Json.object();
        body.put("type", "about:blank");
        body.put("title", title(error.status()));
        body.put("status", error.status());
        body.put("detail", given.path("message").asString(""));
        body.put("instance", path);
        body.set("code", given.get("status"));
        if (given.has("errors")) body.set("errors", given.get("errors"));
        if (given.has("retryable")) body.set("retryable", given.get("retryable"));
        return Json.bytes(body);
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> status < 500 ? "Client Error" : "Server Error";
        };
    }
}
