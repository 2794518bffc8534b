package maestro.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.server.auth.Gate;
import maestro.server.auth.Permissions;
import maestro.server.metrics.HttpMetrics;

/** Finds the route of a request, checks its form, runs the handler, sends the answer or the error. Thread-safe. */
final class Dispatcher implements Handler {
    /** Below these, names of signals and tags may hold slashes. */
    private static final List<String> SLASHES = List.of("/api/v3/signals/", "/api/v3/tag-permits/");
    static final String PROBLEM = "application/problem+json";
    private static final long DRAIN_BYTES = 64L << 20;
    private static final long DRAIN_NANOS = 5_000_000_000L;

    private volatile RouteTable routes;
    private volatile boolean starting;
    private volatile Forwarding forwarding = Forwarding.NONE;
    private volatile Gate gate;
    private final AllowedHosts allowed;
    private final List<String> basePath;
    private final int bodyBytesMax;
    private final HttpMetrics metrics;
    private final OpenStreams streams;

    /** @param first the routes until {@link #serve}, as {@code gate} lets callers in */
    Dispatcher(
            RouteTable first, Gate gate, AllowedHosts allowed, String basePath, int bodyBytesMax, HttpMetrics metrics,
            OpenStreams streams) {
        this.routes = first;
        this.gate = gate;
        this.starting = true;
        this.allowed = allowed;
        this.basePath = basePath.isEmpty() ? List.of() : RouteTable.segments(basePath);
        this.bodyBytesMax = bodyBytesMax;
        this.metrics = metrics;
        this.streams = streams;
    }

    /** From now on serves all of these; before, a path it does not know is answered with 503. */
    void serve(RouteTable all, Gate guarded, Forwarding between) {
        forwarding = between;
        gate = guarded;
        routes = all;
        starting = false;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        long began = System.nanoTime();
        String method = request.prologue().method().text();
        String template = "unknown";
        Answer answer;
        try {
            allowed.check(header(request, HeaderNames.HOST), header(request, HeaderNames.ORIGIN));
            List<String> path = belowBase(decode(request.path().rawPath()));
            var match = route(method, path);
            template = match.route().template();
            answer = forwarding.handle(admitted(match.route()), call(request, match));
        } catch (CloseConnectionException | UncheckedIOException e) {
            throw e; // the caller has gone: nobody to answer
        } catch (HttpException e) {
            answer = ErrorBody.of(new Problem(e.status().code(), "The request cannot be read: " + e.getMessage()),
                    request.path().rawPath());
        } catch (RuntimeException | StackOverflowError e) {
            answer = ErrorBody.of(e, request.path().rawPath(), MediaType.names(accept(request), PROBLEM));
        }
        try {
            send(request, response, packed(request, answer));
        } finally {
            metrics.served(method, template, answer.status(), System.nanoTime() - began);
        }
    }

    /** The handler behind the gate; a call that another node has passed on is checked here once more. */
    private Route.Handler admitted(Route route) {
        Gate guarding = gate;
        return call -> {
            call.admitted(guarding.admit(Permissions.of(route.method(), route.template()), call.variables(),
                    call.credentials(), call.passedOnBy()));
            return route.handler().handle(call);
        };
    }

    private RouteTable.Match route(String method, List<String> path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        boolean early = starting; // read before the routes: they are replaced in the other order
        RouteTable table = routes;
        return table.find(wanted, path).orElseThrow(() -> {
            if (early)
                return new MaestroException(Code.SERVICE_UNAVAILABLE, "The server is starting; try again in a moment");
            Set<String> known = table.methods(path);
            return known.isEmpty()
                    ? new Problem(404, "There is nothing at this path")
                    : Problem.methodNotAllowed(method, known);
        });
    }

    private Call call(ServerRequest request, RouteTable.Match match) {
        Route route = match.route();
        if (route.body() != Route.Body.NONE) {
            String sent = request.headers().first(HeaderNames.CONTENT_TYPE).map(MediaType::bare).orElse("");
            if (!sent.equals(route.body().type))
                throw new Problem(415, "Content-Type must be " + route.body().type
                        + (sent.isEmpty() ? "; it is missing" : ", not " + sent));
        }
        String chosen = MediaType.choose(accept(request), route.produces())
                .or(() -> MediaType.names(accept(request), PROBLEM)
                        ? Optional.of(route.produces().getFirst())
                        : Optional.empty())
                .orElseThrow(() -> new Problem(
                        406, "Accept excludes what this path answers: " + String.join(", ", route.produces())));
        return new Call(request, match.variables(), chosen, bodyBytesMax);
    }

    private static Optional<String> header(ServerRequest request, HeaderName name) {
        return request.headers().first(name);
    }

    static List<String> accept(ServerRequest request) {
        return request.headers().contains(HeaderNames.ACCEPT)
                ? request.headers().get(HeaderNames.ACCEPT).allValues()
                : List.of();
    }

    /** What follows the base path; a path without it, from a proxy that cuts it off or from another node, stays. */
    private List<String> belowBase(List<String> path) {
        int base = basePath.size();
        if (base == 0 || path.size() < base || !path.subList(0, base).equals(basePath)) return path;
        return path.size() == base ? List.of("") : path.subList(base, path.size());
    }

    /** The decoded segments of a path. NUL is refused, and an encoded slash where no name can hold one. */
    private static List<String> decode(String rawPath) {
        boolean slashes = SLASHES.stream().anyMatch(rawPath::contains);
        return RouteTable.segments(rawPath).stream().map(raw -> decodeSegment(raw, slashes)).toList();
    }

    private static String decodeSegment(String raw, boolean slashes) {
        if (raw.indexOf('%') < 0) return raw;
        try {
            String text = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (text.indexOf('/') >= 0 && !slashes || text.indexOf('\0') >= 0)
                throw Problem.badRequest("A path segment may hold neither an encoded slash nor NUL");
            return text;
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("The path cannot be decoded");
        }
    }

    private static Answer packed(ServerRequest request, Answer answer) {
        return answer instanceof Answer.Whole whole
                ? Compression.of(whole, request.headers().values(HeaderNames.ACCEPT_ENCODING))
                : answer;
    }

    private void send(ServerRequest request, ServerResponse response, Answer answer) {
        boolean head = request.prologue().method().text().equals("HEAD");
        if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) { // Helidon only says that it will
            response.whenSent(() -> {
                throw new CloseConnectionException("the caller asked for it");
            });
        }
        response.status(Status.create(answer.status()));
        response.header(HeaderNames.CONTENT_TYPE, answer.type());
        answer.headers().forEach(response::header);
        if (request.isSecure()) response.header(HeaderNames.STRICT_TRANSPORT_SECURITY, "max-age=31536000");
        switch (answer) {
            case Answer.Whole whole -> {
                if (answer.status() == 413) drain(request, response);
                if (head) response.send();
                else response.send(whole.body());
            }
            case Answer.Stream stream -> {
                if (head) response.send();
                else streams.run(stream, response);
            }
        }
    }

    /** Reads on for a while, so that a caller who is still sending can see the answer; then the connection ends. */
    private static void drain(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.CONNECTION, "close");
        boolean waits = request.headers().contains(HeaderNames.EXPECT) && !request.continueSent();
        if (waits || !request.content().hasEntity()) return;
        long until = System.nanoTime() + DRAIN_NANOS;
        var scrap = new byte[1 << 16];
        try (InputStream in = request.content().inputStream()) {
            for (long left = DRAIN_BYTES; left > 0 && System.nanoTime() < until; ) {
                int read = in.read(scrap);
                if (read < 0) return;
                left -= read;
            }
        } catch (IOException | RuntimeException _) {
            // it has stopped sending, or sends nonsense: the answer goes out all the same
        }
    }
}
