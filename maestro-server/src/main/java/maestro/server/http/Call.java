package maestro.server.http;

import io.helidon.common.buffers.DataReader;
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
import maestro.model.auth.Access;
import maestro.model.auth.AccessToken;
import maestro.model.auth.Scope;
import maestro.model.auth.Verb;
import maestro.model.json.Json;
import maestro.runtime.store.Visible;
import maestro.server.auth.Credentials;
import maestro.server.auth.Refusals;
import maestro.server.cluster.Peers;
import tools.jackson.databind.JsonNode;

/** One request, as a handler needs it. Used by the request's own thread. */
public final class Call {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,19}");

    private final ServerRequest request;
    private final Map<String, String> variables;
    private final String chosenType;
    private final int bodyBytesMax;
    private Optional<byte[]> body = Optional.empty();
    private Optional<String> passedOnBy = Optional.empty();
    private Optional<User> behind = Optional.empty();
    private Access access = Access.OPEN;

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

    /** All query parameters whose names begin so, by their whole names. */
    Map<String, String> queries(String prefix) {
        var found = new LinkedHashMap<String, String>();
        for (String name : request.query().names())
            if (name.startsWith(prefix)) query(name).ifPresent(value -> found.put(name, value));
        return found;
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

    /**
     * Who calls: where there is no log-in, whom the {@code user} header names, and an empty name passes (rest-api.md §1);
     * else the principal, or whom the header names if the principal may act for others.
     */
    public User user() {
        return anyUser().orElseThrow(() ->
                MaestroException.badRequest("The 'user' header is missing: it names who makes the change"));
    }

    /** The same where nobody needs to say it. */
    public Optional<User> anyUser() {
        if (behind.isPresent()) return behind;
        var named = header("user").filter(text -> !text.startsWith(AccessToken.PREFIX));
        if (access.open()) return named.map(User::of);
        return access.principal().name().isEmpty() ? Optional.empty() : Optional.of(proven(named));
    }

    private User proven(Optional<String> named) {
        String own = access.principal().name();
        if (named.isEmpty() || named.get().equals(own)) return User.of(own);
        if (!access.maySomewhere(Verb.ACT_AS))
            throw new MaestroException(Code.FORBIDDEN, access.principal().text() + " may not act as [" + named.get()
                    + "]: leave the 'user' header out, or ask an admin for the role gateway");
        return User.of(named.get());
    }

    /** What the caller may do. */
    public Access access() {
        return access;
    }

    void admitted(Access granted) {
        access = granted;
    }

    /** @throws MaestroException 403 or, where the caller wants to read, 404 */
    public void require(Verb verb, String name) {
        Refusals.require(access, verb, name);
    }

    /** The workflows that the caller may see in lists. */
    public Visible visible() {
        return new Visible(access.scopes(Verb.READ).stream().map(Scope::prefix).toList());
    }

    /** What may prove who calls. */
    public Credentials credentials() {
        return new Credentials(
                header("authorization"), header("user"), header("cookie"),
                !method().equals("GET") && !method().equals("HEAD"), header("sec-fetch-site"),
                header("x-maestro").isPresent(), request.remotePeer().host());
    }

    /** Whether the caller sees https, here or at a proxy that says so. */
    boolean secure() {
        return request.isSecure() || header("x-forwarded-proto").filter("https"::equals).isPresent();
    }

    Map<String, String> variables() {
        return variables;
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
        credentials().token().ifPresent(token -> headers.put("authorization", List.of("Bearer " + token)));
        return new Peers.Request(method(), target(), caller(), headers, body());
    }

    /** Whom the node that the call goes on to records. */
    private Optional<String> caller() {
        return anyUser().map(User::name);
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
