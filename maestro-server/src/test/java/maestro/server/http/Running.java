package maestro.server.http;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import maestro.core.rule.RuleConfig;
import maestro.model.definition.StepType;
import maestro.runtime.World;
import maestro.runtime.log.LogLimits;
import maestro.runtime.log.LogStream;
import maestro.runtime.log.Logs;
import maestro.runtime.node.Node;
import maestro.runtime.node.NodeConfig;
import maestro.runtime.node.NodeEngine;
import maestro.runtime.step.ReportedOutputs;
import maestro.runtime.step.StepContext;
import maestro.runtime.step.StepResult;
import maestro.runtime.step.StepRuntime;
import maestro.runtime.store.StoreUnavailable;
import maestro.server.auth.Guard;
import maestro.server.cluster.ClusterAccess;
import maestro.server.cluster.ClusterKey;
import maestro.server.cluster.Peers;
import maestro.server.config.ServerConfig;
import maestro.server.metrics.Metrics;
import maestro.server.ui.UiRoutes;
import maestro.steps.http.AllowList;
import maestro.steps.http.HttpConfig;
import maestro.steps.http.HttpRuntime;
import maestro.testkit.store.Faults;
import maestro.testkit.store.MemoryDatabase;

/** A whole server on loopback: the real engine, a database in memory that can be taken away. */
public final class Running implements AutoCloseable {
    static final ServerConfig.Auth WITHOUT_LOG_IN =
            new ServerConfig.Auth(false, Duration.ofDays(1), Optional.empty(), List.of());
    private static final String JSON = "user: amy;;content-type: application/json";

    private final Node node;
    private final Logs logs;
    private final Api api;
    final List<Route> routes;
    public final Http http;
    private final CountDownLatch heard = new CountDownLatch(1);
    public volatile boolean databaseAway;
    /** Calls that met a database that is away. */
    public final AtomicInteger refused = new AtomicInteger();

    public Running() {
        var clock = InstantSource.system();
        var ports = new MemoryDatabase(4, clock, new Faults() {
            @Override
            public void before(Call call) {
                if (!databaseAway) return;
                refused.incrementAndGet();
                throw new StoreUnavailable("taken away by the test", null);
            }
        }).ports();
        logs = new Logs(ports.logs(), LogLimits.standard(), clock);
        var nodePorts = new Node.Ports(ports.store(), ports.leases(), ports.reads(), ports.removal(), logs,
                ports.jobTemplates());
        var config = new NodeConfig(
                "n1", "i1", "", Duration.ofSeconds(5), Duration.ofSeconds(5), RuleConfig.DEFAULT);
        node = new Node(config, nodePorts, Map.of(
                StepType.SHELL, new ReportedOutputs(new Talker(heard), ports.outputData()), StepType.HTTP, calls(clock)), () -> {});
        node.start();
        var engine = new NodeEngine(node, nodePorts, World.real());
        var http = new ServerConfig.Http(
                "127.0.0.1", 0, List.of(), "", 1 << 20, 100, Duration.ofSeconds(30), Duration.ZERO, Optional.empty());
        api = Api.open(http, WITHOUT_LOG_IN, new Metrics());
        var backend = new Api.Backend(engine, ports.reads(), ports.briefReads(), logs, ports.outputData(), ports.sources(), ports.hooks(), clock,
                new ClusterAccess(node, new Peers("n1", new ClusterKey("a secret of a test", clock)), new Metrics()),
                Guard.NONE, UiRoutes::of);
        api.serve(backend);
        routes = api.routes(backend);
        this.http = new Http(api.address());
        try {
            if (!node.awaitSettled(Duration.ofSeconds(10))) throw new AssertionError("no shards after 10 s");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Steps may call loopback addresses. */
    private static HttpRuntime calls(InstantSource clock) {
        var config = new HttpConfig(AllowList.of(List.of("127.0.0.1", "localhost")), Duration.ofSeconds(5),
                Duration.ofSeconds(5), 1 << 16, Duration.ofMillis(50));
        return new HttpRuntime(config, clock, _ -> Map.of());
    }

    /** Lets scripts that are {@code deaf} end. */
    public void hear() {
        heard.countDown();
    }

    /**
     * Says what its script says, line by line; the script {@code hang} then waits to be cancelled, {@code deaf} does not
     * mind that, {@code user} and {@code fail} fail.
     */
    private record Talker(CountDownLatch heard) implements StepRuntime {
        @Override
        public StepType type() {
            return StepType.SHELL;
        }

        @Override
        public StepResult run(StepContext context) throws InterruptedException {
            String script = (String) context.params().get("script").result();
            script.lines().forEach(line -> context.log(LogStream.OUT, line));
            if (script.contains("hang")) new CountDownLatch(1).await();
            if (script.contains("deaf")) untilHeard();
            if (script.contains("user"))
                return new StepResult.Failed(StepResult.Failure.USER, "a mistake", List.of(), Map.of());
            if (script.contains("fail"))
                return new StepResult.Failed(StepResult.Failure.FATAL, "it said so", List.of("why"), Map.of());
            return new StepResult.Done(Map.of(), Map.of());
        }

        private void untilHeard() {
            while (heard.getCount() > 0) {
                try {
                    heard.await();
                } catch (InterruptedException cancelled) {
                    continue; // deaf: it does not end when it is told to
                }
            }
        }
    }

    /** How often a shard has started afresh after a failure. */
    public long shardRestarts() {
        return node.troubles().shardRestarts();
    }

    public Http.Reply post(String path, String body) {
        return http.call("POST", path, JSON, body);
    }

    public Http.Reply put(String path) {
        return http.call("PUT", path, JSON, "");
    }

    public Http.Reply delete(String path) {
        return http.call("DELETE", path, JSON, "");
    }

    /** Pushes a workflow with these steps (JSON of the wrapped steps). */
    public Http.Reply push(String id, String more, String... steps) {
        return post("/api/v3/workflows", """
                {"properties": {"owner": "amy", "run_strategy": "PARALLEL"},
                 "workflow": {"id": "%s", %s "steps": [%s]}}""".formatted(id, more, String.join(",", steps)));
    }

    /** Starts the latest version; the instance id. */
    public long start(String id) {
        String path = "/api/v3/workflows/" + id + "/versions/latest/actions/start";
        return post(path, "{\"initiator\":{\"type\":\"manual\"}}").json().path("workflow_instance_id").asLong();
    }

    /** The whole event stream of a run that ends; returns when it has. */
    public String awaitEnd(String id, long instance) {
        return http.call("GET", "/api/v3/workflows/" + id + "/instances/" + instance + "/runs/1/events",
                "accept: text/event-stream", "").text();
    }

    @Override
    public void close() {
        databaseAway = false;
        hear();
        api.close();
        node.close();
        logs.close();
    }
}
