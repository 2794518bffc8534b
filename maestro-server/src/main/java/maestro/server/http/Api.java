package maestro.server.http;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import maestro.runtime.engine.Engine;
import maestro.runtime.log.Logs;
import maestro.runtime.store.Reads;
import maestro.server.config.ServerConfig;
import maestro.server.metrics.Metrics;

/** The whole HTTP interface, listening. What is not built here does not exist. Thread-safe. */
public final class Api implements AutoCloseable {
    private final HttpFront front;

    private Api(HttpFront front) {
        this.front = front;
    }

    /** What the API works on; none of it is closed with it. */
    public record Backend(Engine engine, Reads reads, Logs logs, InstantSource clock) {}

    /** @throws IllegalStateException when the address cannot be bound; the message names it and says what to do */
    public static Api start(ServerConfig.Http config, Backend backend, Metrics metrics) {
        var streams = new OpenStreams();
        return new Api(HttpFront.start(config, routes(backend, metrics, streams), streams, metrics));
    }

    private static List<Route> routes(Backend backend, Metrics metrics, OpenStreams streams) {
        Engine engine = backend.engine();
        var runs = new RunSources(engine, backend.reads());
        var routes = new ArrayList<Route>();
        routes.addAll(new WorkflowResource(engine, backend.clock()).routes());
        routes.addAll(new WorkflowReads(engine, backend.reads()).routes());
        routes.addAll(new PropertiesResource(engine).routes());
        routes.addAll(new StartResource(engine).routes());
        routes.addAll(new ActionResource(engine).routes());
        routes.addAll(new InstanceResource(runs).routes());
        routes.addAll(new StepResource(runs).routes());
        routes.addAll(new LogResource(runs, backend.logs(), streams).routes());
        routes.addAll(new EventResource(engine, runs, streams).routes());
        routes.addAll(ActionMaps.routes());
        routes.addAll(new HealthResource(engine::health).routes());
        routes.addAll(new MetricsResource(metrics).routes());
        routes.addAll(VersionResource.routes());
        return routes;
    }

    /** Where it listens, with the port that was taken. */
    public URI address() {
        return front.address();
    }

    /** Ends streams, lets open requests finish within the grace, closes the port. */
    @Override
    public void close() {
        front.close();
    }
}
