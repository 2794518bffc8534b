package maestro.server.http;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import maestro.server.auth.Gate;
import maestro.server.config.ServerConfig;
import maestro.server.metrics.HttpMetrics;
import maestro.server.metrics.Metrics;
import maestro.server.tls.ServerTls;

/** The listening server: binds one address, hands every request to the {@link Dispatcher}. Thread-safe. */
final class HttpFront implements AutoCloseable {
    private final WebServer server;
    private final OpenStreams streams;
    private final Dispatcher dispatcher;
    private final String host;
    private final Optional<ServerTls> tls;

    private HttpFront(
            WebServer server, Dispatcher dispatcher, OpenStreams streams, String host, Optional<ServerTls> tls) {
        this.server = server;
        this.dispatcher = dispatcher;
        this.streams = streams;
        this.host = host;
        this.tls = tls;
        tls.ifPresent(certificate -> certificate.watch(server::reloadTls));
    }

    /**
     * Starts to listen, with the routes that need nothing else.
     *
     * @throws IllegalStateException when the address cannot be bound; the message names it
     */
    static HttpFront start(ServerConfig.Http config, List<Route> first, Gate gate, OpenStreams streams, Metrics metrics) {
        checkFree(config);
        var tls = config.tls().map(ServerTls::open);
        metrics.gauge("maestro_tls_expiry_seconds", "Until the server's certificate ends.",
                () -> tls.map(ServerTls::secondsLeft).orElse(Double.NaN));
        var dispatcher = new Dispatcher(
                new RouteTable(first), gate, new AllowedHosts(config.host(), config.allowedHosts()), config.basePath(),
                config.bodyBytesMax(),
                new HttpMetrics(metrics), streams);
        metrics.gauge("maestro_http_streams_open", "Server-sent event streams and followed logs.", streams::open);
        var builder = WebServer.builder()
                .host(config.host())
                .port(config.port())
                .shutdownHook(false) // the composition root decides the order of closing
                .maxTcpConnections(config.connectionsMax())
                .idleConnectionTimeout(config.idle())
                .shutdownGracePeriod(config.stopGrace())
                .connectionOptions(SocketOptions.builder()
                        .readTimeout(config.idle())
                        .tcpNoDelay(true) // or the second part of a long answer waits for the client to confirm the first
                        .build())
                .directHandlers(problems())
                .routing(routing -> routing.any(dispatcher));
        tls.ifPresent(certificate -> builder.tls(certificate.tls()));
        var server = builder.build();
        server.start();
        if (!server.isRunning())
            throw new IllegalStateException(cannotListen(config) + ": the port was taken meanwhile");
        return new HttpFront(server, dispatcher, streams, config.host(), tls);
    }

    /** Helidon tells a failed bind to its log only; this tells the one who starts the server. */
    private static void checkFree(ServerConfig.Http config) {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(config.host()), config.port()));
        } catch (IOException e) {
            throw new IllegalStateException(cannotListen(config) + ": " + e.getMessage()
                    + "; stop what is listening there, or set server.host and server.port", e);
        }
    }

    private static String cannotListen(ServerConfig.Http config) {
        return "cannot listen on " + config.host() + ":" + config.port();
    }

    /** Serves all of these from now on; before, other paths than the first routes are answered with 503. */
    void serve(List<Route> all, Gate gate, Forwarding between) {
        dispatcher.serve(new RouteTable(all), gate, between);
    }

    URI address() {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return URI.create((tls.isPresent() ? "https://" : "http://") + shown + ":" + server.port());
    }

    /** Ends the streams, lets open requests finish within the grace, closes the port. */
    @Override
    public void close() {
        tls.ifPresent(ServerTls::close);
        streams.close();
        server.stop();
    }

    /** Requests that never reach the dispatcher (broken HTTP) get the same problem body. */
    private static DirectHandlers problems() {
        DirectHandler problem = (request, event, status, headers, message) -> DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
                .keepAlive(event.keepAlive())
                .entity(Problem.body(status.code(), status.reasonPhrase(), request.path()))
                .build();
        var handlers = DirectHandlers.builder();
        for (var event : DirectHandler.EventType.values()) handlers.addHandler(event, problem);
        return handlers.build();
    }
}
