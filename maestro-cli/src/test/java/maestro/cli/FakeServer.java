package maestro.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A server on loopback with canned answers, which remembers what it was asked. */
final class FakeServer implements AutoCloseable {
    /** @param call method and path with query */
    record Asked(String call, String user, String type, String body) {}

    private record Canned(int status, String type, String body) {}

    private final HttpServer server;
    private final Map<String, Deque<Canned>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    FakeServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** Several answers to one call are given in turn; the last one stays. */
    FakeServer on(String call, int status, String json) {
        return on(call, status, "application/json", json);
    }

    FakeServer on(String call, int status, String type, String body) {
        answers.computeIfAbsent(call, _ -> new ArrayDeque<>()).addLast(new Canned(status, type, body));
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Asked> asked() {
        return asked;
    }

    Asked last() {
        return asked.getLast();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        var call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        asked.add(new Asked(call, headers.getFirst("user"), headers.getFirst("Content-Type"),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        var stream = "text/event-stream".equals(headers.getFirst("Accept")) ? call + " SSE" : call;
        var canned = next(stream);
        var bytes = canned.body().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", canned.type());
        exchange.sendResponseHeaders(canned.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized Canned next(String call) {
        var queue = answers.get(call);
        if (queue == null) return new Canned(404, "application/json",
                "{\"status\": \"NOT_FOUND\", \"message\": \"nothing at " + call + "\"}");
        return queue.size() > 1 ? queue.removeFirst() : queue.getFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
