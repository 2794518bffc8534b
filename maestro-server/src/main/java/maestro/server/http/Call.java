package maestro.server.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.json.Json;
import maestro.server.cluster.Peers;
import tools.jackson.databind.JsonNode;

/** One request, as a handler needs it. Used by the request's own thread. */
public final class Call {
    private static final HeaderName USER = HeaderNames.create("user");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,19}");

    private final ServerRequest request;
    private final Map<String, String> variables;
    private final String chosenType;
    private final int bodyBytesMax;
    private Optional<byte[]> body = Optional.empty();
    private Optional<String> passedOnBy = Optional.empty();
    private Optional<User> behind = Optional.empty();

    Call(ServerRequest request, Map<String, String> variables, String chosenType, int bodyBytesMax) {
        this.request = request;
        this.variables = variables;
        this.chosenType = chosenType;
        this.bodyBytesMax = bodyBytesMax;
    }

    /** The media type of the answer that the caller and the route agree on. */
    public String chosenType() {
        return chosenType;
    }

    public String path(String name) {
        return variables.get(name);
    }

    /** A path variable that must be a number (problem 400 otherwise). */
    public long number(String name) {
        return number("path variable " + name, path(name));
    }

    /** A path variable that is a number or {@code latest} in any case; empty means latest (400 otherwise). */
    public Optional<Long> numberOrLatest(String name) {
        String text = path(name);
        if (text.equalsIgnoreCase("latest")) return Optional.empty();
        return Optional.of(parse(text).orElseThrow(() ->
                MaestroException.badRequest("'" + text + "' is neither a number nor 'latest'")));
    }

    public Optional<String> query(String name) {
        Optional<String> value;
        try {
            value = request.query().first(name).asOptional();
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("The query cannot be decoded");
        }
        if (value.isPresent() && value.get().indexOf('\0') >= 0)
            throw Problem.badRequest("query parameter " + name + " may not hold NUL"); // no stored text can
        return value;
    }

    /** A query number (problem 400 when it is none). */
    public Optional<Long> queryNumber(String name) {
        return query(name).filter(text -> !text.isBlank()).map(text -> number("query parameter " + name, text));
    }

    /** A query flag in any of the spellings of rest-api.md §1 (problem 400 otherwise). */
    public boolean flag(String name, boolean fallback) {
        String text = query(name).orElse("").strip().toLowerCase(Locale.ROOT);
        return switch (text) {
            case "" -> fallback;
            case "true", "on", "yes", "1" -> true;
            case "false", "off", "no", "0" -> false;
            default -> throw Problem.badRequest("query parameter " + name + " must be true or false");
        };
    }

    /** Who calls; an empty name passes (rest-api.md §1). */
    public User user() {
        if (behind.isPresent()) return behind.get();
        return request.headers().first(USER).map(User::of).orElseThrow(() ->
                MaestroException.badRequest("The 'user' header is missing: it names who makes the change"));
    }

    /** Another node passes this call on. @param caller on whose behalf; empty: it named none */
    void passedOnBy(String node, Optional<String> caller) {
        passedOnBy = Optional.of(node);
        behind = caller.map(User::of);
    }

    /** The node that passed this call on, if one did. */
    Optional<String> passedOnBy() {
        return passedOnBy;
    }

    String method() {
        return request.prologue().method().text();
    }

    /** Path and query as they were sent. */
    String target() {
        String query = request.query().rawValue();
        return query.isEmpty() ? pathText() : pathText() + "?" + query;
    }

    /** The call as another node may get it. */
    Peers.Request passedOn() {
        var headers = new LinkedHashMap<String, List<String>>();
        request.headers().forEach(header -> headers.put(header.name(), header.allValues()));
        return new Peers.Request(method(), target(), header("user"), headers, body());
    }

    public Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    public boolean accepts(String type) {
        List<String> accept = Dispatcher.accept(request);
        return accept.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).contains(type));
    }

    public JsonNode json() {
        return Json.parse(body());
    }

    /** The whole body as text. */
    public String text() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body())).toString();
        } catch (CharacterCodingException e) {
            throw MaestroException.badRequest("The body is not UTF-8 text");
        }
    }

    /** The path as it was sent. */
    public String pathText() {
        return request.path().rawPath();
    }

    /** The whole body, within the limit. */
    byte[] body() {
        if (body.isEmpty()) body = Optional.of(read());
        return body.get();
    }

    private byte[] read() {
        if (request.headers().contentLength().orElse(0) > bodyBytesMax) throw tooLarge();
        if (!request.content().hasEntity()) return new byte[0];
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readNBytes(bodyBytesMax + 1);
            if (bytes.length > bodyBytesMax) throw tooLarge();
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DataReader.InsufficientDataAvailableException e) {
            throw new CloseConnectionException("the caller left in the middle of the body", e);
        }
    }

    private MaestroException tooLarge() {
        return new MaestroException(Code.PAYLOAD_TOO_LARGE,
                "The body is larger than " + bodyBytesMax + " bytes (setting server.body-limit)");
    }

    private static long number(String what, String text) {
        return parse(text).orElseThrow(() -> Problem.badRequest(what + " must be a number"));
    }

    private static Optional<Long> parse(String text) {
        if (!NUMBER.matcher(text.strip()).matches()) return Optional.empty();
        try {
            return Optional.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException _) {
            return Optional.empty(); // more than 64 bits
        }
    }
}
