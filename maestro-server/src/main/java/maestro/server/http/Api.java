package maestro.server.http;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import maestro.runtime.engine.Engine;
import maestro.runtime.engine.Health;
import maestro.runtime.log.Logs;
import maestro.runtime.store.BriefReads;
import maestro.runtime.store.HookCalls;
import maestro.runtime.store.OutputData;
import maestro.runtime.store.Reads;
import maestro.runtime.store.WorkflowSources;
import maestro.server.auth.Gate;
import maestro.server.auth.Guard;
import maestro.server.cluster.ClusterAccess;
import maestro.server.config.ServerConfig;
import maestro.server.metrics.Metrics;

/**
 * The whole HTTP interface. Listens from the first moment, so that a taken port is told before anything else opens and
 * a slow start can be watched; serves the rest once there is something to serve. Thread-safe.
 */
public final class Api implements AutoCloseable {
    private static final Health STARTING = new Health(false, false, "the server is starting");

    private final HttpFront front;
    /** Of the web UI and the documentation, there from the first moment. */
    private final List<Route> pages;
    private final OpenStreams streams;
    private final Metrics metrics;

    private Api(HttpFront front, List<Route> pages, OpenStreams streams, Metrics metrics) {
        this.front = front;
        this.pages = pages;
        this.streams = streams;
        this.metrics = metrics;
    }

    /** What the API works on; none of it is closed with it. */
    public record Backend(
            Engine engine,
            Reads reads,
            BriefReads briefs,
            Logs logs,
            OutputData outputs,
            WorkflowSources sources,
            HookCalls hooks,
            InstantSource clock,
            ClusterAccess cluster,
            Guard guard,
            More more) {}

    /** Routes that other packages add. */
    public interface More {
        List<Route> routes(Backend backend, RunSources runs, OpenStreams streams);
    }

    /**
     * Listens, answering health, metrics, version and the files of the web UI; everything else with 503.
     *
     * @throws IllegalStateException when the address cannot be bound; the message names it and says what to do
     */
    public static Api open(ServerConfig.Http config, ServerConfig.Auth auth, Metrics metrics) {
        var streams = new OpenStreams();
        var pages = new ArrayList<>(new UiResource(UiFiles.ofProgram(), config.basePath()).routes());
        pages.addAll(new ManualResource(config.basePath()).routes());
        var first = new ArrayList<Route>(always(() -> STARTING, metrics));
        first.addAll(pages);
        return new Api(HttpFront.start(
                config, first, Gate.starting(auth.tokens(), auth.open()), streams, metrics), pages, streams, metrics);
    }

    /** Serves everything from now on. */
    public void serve(Backend backend) {
        var all = new ArrayList<Route>(routes(backend));
        all.addAll(pages);
        front.serve(all, backend.guard().gate(), Forwarding.between(backend.cluster()));
    }

    private static List<Route> always(Supplier<Health> health, Metrics metrics) {
        var routes = new ArrayList<Route>();
        routes.addAll(new HealthResource(health).routes());
        routes.addAll(new MetricsResource(metrics).routes());
        routes.addAll(VersionResource.routes());
        return routes;
    }

    /** All routes of the API, once there is something to serve. */
    List<Route> routes(Backend backend) {
        Engine engine = backend.engine();
        var runs = new RunSources(engine, backend.reads(), backend.briefs());
        var routes = new ArrayList<Route>(always(engine::health, metrics));
        routes.addAll(new WorkflowResource(engine, backend.reads(), backend.sources(), backend.clock()).routes());
        routes.addAll(new WorkflowReads(engine, backend.reads(), backend.briefs(), backend.clock()).routes());
        routes.addAll(new DiffResource(engine).routes());
        routes.addAll(new PropertiesResource(engine).routes());
        routes.addAll(new JobTemplateResource(engine.templates()).routes());
        routes.addAll(new StartResource(engine, new StartPreview(
                engine, backend.reads(), backend.cluster().node().rules(), backend.clock())).routes());
        routes.addAll(new ActionResource(engine).routes());
        routes.addAll(new RestartResource(engine).routes());
        routes.addAll(new StepActionResource(engine).routes());
        routes.addAll(new BreakpointResource(engine.breakpoints()).routes());
        routes.addAll(new InstanceLists(runs).routes());
        routes.addAll(new InstanceResource(runs).routes());
        routes.addAll(new StepResource(runs).routes());
        routes.addAll(new WhyResource(engine, runs).routes());
        routes.addAll(new HookResource(runs, backend.hooks()).routes());
        routes.addAll(new SetAsideResource(engine, runs.reads()).routes());
        routes.addAll(new InlineResource(engine, runs).routes());
        routes.addAll(new FlattenResource(engine, backend.reads()).routes());
        routes.addAll(new SignalResource(engine, runs).routes());
        routes.addAll(new PermitResource(engine, runs).routes());
        routes.addAll(new OutputDataResource(backend.outputs(), backend.clock()).routes());
        routes.addAll(new LogResource(runs, backend.logs(), streams).routes());
        routes.addAll(new EventResource(engine, runs, streams).routes());
        routes.addAll(new ClusterResource(backend.cluster()).routes());
        routes.addAll(backend.more().routes(backend, runs, streams));
        routes.addAll(new AccessResource(backend.guard()).routes());
        routes.addAll(ActionMaps.routes());
        routes.addAll(DocsResource.routes());
        return routes;
    }

    /** Of this program. */
    public static String version() {
        return VersionResource.version();
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
