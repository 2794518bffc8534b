package maestro.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import maestro.runtime.store.Leases;

/**
 * Signed calls to other nodes over connections that are kept. Thread-safe.
 *
 * <p>HTTP/1.1: many calls at once mean as many connections, which is little between a handful of nodes.
 */
public final class Peers implements AutoCloseable {
    /** Sender, time and signature. */
    public static final String NODE = "maestro-node";
    /** On whose behalf, as base64: other names than ASCII would not survive as they are. */
    public static final String CALLER = "maestro-caller";
    /** In an answer: nothing was done, because the node does not run the shard. */
    public static final String NOT_OWNER = "maestro-not-owner";

    /** Belong to a connection, to the node that was called first, or are set here. */
    private static final Set<String> NOT_PASSED = Set.of("connection", "content-length", "expect", "host", "upgrade",
            "http2-settings", "keep-alive", "te", "trailer", "transfer-encoding", "origin", "user", NODE, CALLER);
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final String me;
    private final ClusterKey key;
    private final HttpClient client;

    /** With the authorities that the JDK knows. */
    public Peers(String me, ClusterKey key) {
        this(me, key, Optional.empty());
    }

    /** @param trust whose certificates count where a node's address is https; empty: those that the JDK knows */
    public Peers(String me, ClusterKey key, Optional<SSLContext> trust) {
        this.me = me;
        this.key = key;
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .executor(Executors.newVirtualThreadPerTaskExecutor());
        trust.ifPresent(builder::sslContext);
        client = builder.build();
    }

    public String me() {
        return me;
    }

    /** A request to pass on. @param caller empty: it named none */
    public record Request(
            String method, String target, Optional<String> caller, Map<String, List<String>> headers, byte[] body) {}

    /** How a call to another node went. */
    public sealed interface Outcome {
        record Answered(int status, Map<String, String> headers, byte[] body) implements Outcome {}

        /** Nothing was done: it was not reached, or does not run the shard. */
        record Undone(String why) implements Outcome {}

        /** It may or may not have been done. */
        record Unknown(String why) implements Outcome {}
    }

    /** Who signed a request that has come; empty when its signature is wrong or too old. */
    public Optional<String> signer(String header, String method, String target, String caller, byte[] body) {
        return key.signer(header, method, target, caller, body);
    }

    /** The caller that a signed request names. */
    public static String caller(String header) {
        return new String(Base64.getUrlDecoder().decode(header), UTF_8);
    }

    /**
     * Sends a request to a node and waits for its answer.
     *
     * @param hopeful asked again and again while there is no answer; false ends the wait
     */
    public Outcome call(Leases.Member node, Request request, Duration timeout, BooleanSupplier hopeful)
            throws InterruptedException {
        var sent = client.sendAsync(signed(node, request, timeout), BodyHandlers.ofByteArray());
        try {
            while (true) {
                try {
                    return outcome(sent.get(LOOK.toMillis(), TimeUnit.MILLISECONDS));
                } catch (TimeoutException _) {
                    if (!hopeful.getAsBoolean()) return new Outcome.Unknown("node " + node.id() + " is gone");
                }
            }
        } catch (ExecutionException failed) {
            return failed(node, failed.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private static Outcome failed(Leases.Member node, Throwable cause) {
        String why = "node " + node.id() + " at " + node.address() + ": " + cause;
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
                ? new Outcome.Undone(why)
                : new Outcome.Unknown(why);
    }

    private static Outcome outcome(HttpResponse<byte[]> response) {
        if (response.headers().firstValue(NOT_OWNER).isPresent())
            return new Outcome.Undone("it does not run the shard");
        var headers = new java.util.TreeMap<String, String>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
        return new Outcome.Answered(response.statusCode(), headers, response.body());
    }

    private HttpRequest signed(Leases.Member node, Request request, Duration timeout) {
        String target = escaped(request.target());
        String caller = request.caller().map(name -> Base64.getUrlEncoder().encodeToString(name.getBytes(UTF_8)))
                .orElse("");
        var builder = HttpRequest.newBuilder(URI.create(node.address() + target)).timeout(timeout);
        request.headers().forEach((name, values) -> {
            if (!NOT_PASSED.contains(name.toLowerCase(java.util.Locale.ROOT)))
                values.stream().filter(Peers::printable).forEach(value -> builder.header(name, value));
        });
        if (request.caller().isPresent()) builder.header(CALLER, caller);
        builder.header(NODE, key.sign(
                new ClusterKey.Word(me, request.method(), target, caller, request.body())));
        builder.method(request.method(), request.body().length == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.ofByteArray(request.body()));
        return builder.build();
    }

    private static boolean printable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    /** Servers take more in a path or query than a URI may hold; encoded it means the same. */
    private static String escaped(String target) {
        var text = new StringBuilder();
        for (byte b : target.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c > ' ' && c < 127 && "\"<>\\^`{|}[]#".indexOf(c) < 0;
            text.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return text.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
    }

    /** A short word that needs no answer. @throws IOException when it may not have arrived */
    void tell(Leases.Member node, String target, byte[] json, Duration timeout)
            throws IOException, InterruptedException {
        var request = new Request(
                "POST", target, Optional.empty(), Map.of("content-type", List.of("application/json")), json);
        var response = client.send(signed(node, request, timeout), BodyHandlers.discarding());
        if (response.statusCode() != 200) throw new IOException("HTTP " + response.statusCode());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
