package maestro.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import tools.jackson.databind.JsonNode;

/**
 * A server's REST interface (rest-api.md). Thread-safe. Every call may throw {@link CliFailure}: not found, refused,
 * unreachable, server error. HttpURLConnection because it adds the least to the start of a short command.
 */
final class Api {
    static final String BASE = "/api/v3/";
    private static final int CONNECT_MILLIS = 3_000;
    private static final int READ_MILLIS = 60_000;

    private final URI server;
    private final String user;
    private final Optional<String> token;
    private final Optional<SSLSocketFactory> trust;

    /** Of a server that believes the name. */
    Api(URI server, String user) {
        this(server, user, Optional.empty(), Optional.empty());
    }

    /**
     * @param token proves who calls; the name is left out then, unless it is another one on purpose
     * @param trust whose certificates count where the address is https; empty: those that the JDK knows
     */
    Api(URI server, String user, Optional<String> token, Optional<SSLSocketFactory> trust) {
        this.server = server;
        this.user = user;
        this.token = token;
        this.trust = trust;
    }

    /** The same server with another token. */
    Api with(String other) {
        return new Api(server, "", Optional.of(other), trust);
    }

    URI server() {
        return server;
    }

    /** A body and its media type. */
    record Body(String type, String text) {
        static Body json(JsonNode node) {
            return new Body("application/json", Json.compact(node));
        }
    }

    /** Builds a path below {@link #BASE}; each segment is encoded, so an id cannot change the path. */
    static String path(Object... segments) {
        return Stream.of(segments)
                .map(segment -> encode(segment.toString()))
                .collect(Collectors.joining("/", BASE, ""));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    static String decode(String segment) {
        return URLDecoder.decode(segment, UTF_8);
    }

    /** Empty for any answer that is not a good one. */
    Optional<JsonNode> quietly(String path) {
        try {
            var connection = open("GET", path, Map.of(), READ_MILLIS);
            if (connection.getResponseCode() != 200) return Optional.empty();
            try (var in = connection.getInputStream()) {
                return Optional.of(Json.parse(new String(in.readAllBytes(), UTF_8)));
            }
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    JsonNode get(String path) {
        return Json.parse(text("GET", path));
    }

    String getText(String path) {
        try {
            return read(open("GET", path, Map.of("Accept", "text/plain"), READ_MILLIS));
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** For the calls that answer a sentence. */
    String deleteText(String path) {
        return text("DELETE", path);
    }

    JsonNode post(String path, Body body) {
        return send("POST", path, body);
    }

    JsonNode put(String path, Body body) {
        return send("PUT", path, body);
    }

    JsonNode put(String path) {
        return Json.parse(text("PUT", path));
    }

    JsonNode delete(String path) {
        return Json.parse(text("DELETE", path));
    }

    /** Opens an event stream; silence longer than {@code silence} is an error, as heartbeats are expected. */
    InputStream events(String path, String lastEventId, Duration silence) throws IOException {
        var headers = lastEventId.isEmpty()
                ? Map.of("Accept", "text/event-stream")
                : Map.of("Accept", "text/event-stream", "Last-Event-ID", lastEventId);
        return accepted(open("GET", path, headers, (int) silence.toMillis()));
    }

    /** Whether a Maestro server answers here; quick, never throws. */
    boolean answers() {
        try {
            var connection = open("GET", "/health/live", Map.of(), CONNECT_MILLIS);
            connection.setConnectTimeout(500);
            return connection.getResponseCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private JsonNode send(String method, String path, Body body) {
        try {
            var connection = open(method, path, Map.of("Content-Type", body.type()), READ_MILLIS);
            connection.setDoOutput(true);
            var bytes = body.text().getBytes(UTF_8);
            connection.setFixedLengthStreamingMode(bytes.length);
            try (var out = connection.getOutputStream()) {
                out.write(bytes);
            }
            return Json.parse(read(connection));
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private String text(String method, String path) {
        try {
            return read(open(method, path, Map.of("Content-Type", "application/json"), READ_MILLIS));
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private HttpURLConnection open(String method, String path, Map<String, String> headers, int readMillis)
            throws IOException {
        var connection = (HttpURLConnection) URI.create(server + path).toURL().openConnection();
        if (connection instanceof HttpsURLConnection secure) trust.ifPresent(secure::setSSLSocketFactory);
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(readMillis);
        if (!user.isEmpty()) connection.setRequestProperty("user", user);
        token.ifPresent(text -> connection.setRequestProperty("Authorization", "Bearer " + text));
        headers.forEach(connection::setRequestProperty);
        return connection;
    }

    private String read(HttpURLConnection connection) throws IOException {
        try (var in = accepted(connection)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private InputStream accepted(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status < 400) return connection.getInputStream();
        try (var in = connection.getErrorStream()) {
            throw refusal(connection.getURL().getFile(), status, in == null ? "" : new String(in.readAllBytes(), UTF_8));
        }
    }

    /** Both error shapes of rest-api.md §2: the native one, and problem details where {@code status} is a number. */
    private CliFailure refusal(String path, int status, String body) {
        var error = Json.parseOr(body, Json.object());
        var details = new ArrayList<String>();
        error.path("errors").forEach(item -> details.add(item.isString() ? item.asString() : Json.compact(item)));
        var said = Stream.of("message", "detail", "title")
                .map(name -> error.path(name).asString(""))
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("HTTP " + status);
        if (status == 404) {
            return new CliFailure(Exit.NOT_FOUND, said, details, Known.meant(this, path).orElse(
                    "`maestro workflow list` and `maestro instance list WORKFLOW` show what " + server + " has."));
        }
        if (status == 401) return new CliFailure(Exit.REFUSED, said, details, token.isPresent()
                ? "`maestro login` keeps another token; MAESTRO_TOKEN goes before it."
                : "`maestro login` keeps a token for " + server + ".");
        if (status < 500) return new CliFailure(Exit.REFUSED, said, details, "");
        return new CliFailure(Exit.SERVER_ERROR, "the server failed: " + said, details,
                status == 503 ? "It is not ready (starting, or its database is away): try again in a moment." : "");
    }

    private CliFailure unreachable(IOException e) {
        var why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new CliFailure(Exit.UNREACHABLE, "no server answers at " + server + " (" + why + ")", List.of(),
                "Start one with `maestro server` or `maestro dev`, or name another with --server URL or MAESTRO_SERVER.");
    }
}
