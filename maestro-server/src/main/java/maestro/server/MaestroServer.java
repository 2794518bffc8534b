package maestro.server;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import maestro.core.loop.InlineIds;
import maestro.core.retry.BackoffSpec;
import maestro.core.row.RunHead;
import maestro.core.rule.RuleConfig;
import maestro.core.rule.TriggerLimits;
import maestro.model.definition.StepType;
import maestro.runtime.World;
import maestro.runtime.engine.Engine;
import maestro.runtime.evaluate.EvaluationPool;
import maestro.runtime.hook.HookCaller;
import maestro.runtime.log.LogLimits;
import maestro.runtime.log.Logs;
import maestro.runtime.node.EventTrim;
import maestro.runtime.node.Node;
import maestro.runtime.node.NodeConfig;
import maestro.runtime.node.NodeEngine;
import maestro.runtime.step.ReportedOutputs;
import maestro.runtime.step.StepRuntime;
import maestro.runtime.store.Leases;
import maestro.server.auth.Bootstrap;
import maestro.server.auth.Desk;
import maestro.server.auth.Directory;
import maestro.server.auth.Guard;
import maestro.server.auth.Sessions;
import maestro.server.auth.TokenGate;
import maestro.server.cluster.ClusterAccess;
import maestro.server.cluster.ClusterKey;
import maestro.server.cluster.Nudger;
import maestro.server.cluster.Peers;
import maestro.server.config.ServerConfig;
import maestro.server.http.Api;
import maestro.server.metrics.JvmMetrics;
import maestro.server.metrics.LogMetrics;
import maestro.server.metrics.Metrics;
import maestro.server.metrics.NodeMetrics;
import maestro.server.metrics.RunMetrics;
import maestro.server.tls.Trust;
import maestro.server.ui.UiRoutes;
import maestro.steps.http.AllowList;
import maestro.steps.http.HttpConfig;
import maestro.steps.http.HttpRuntime;
import maestro.steps.http.WebhookClient;
import maestro.steps.shell.OrphanReaper;
import maestro.steps.shell.ShellConfig;
import maestro.steps.shell.ShellRuntime;
import maestro.store.Database;

/** The whole object graph of a server, top to bottom. What is not built here does not exist. Thread-safe. */
public final class MaestroServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(MaestroServer.class.getName());
    private static final Duration SETTLE = Duration.ofSeconds(30);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);
    private static final int LOG_LINE_BYTES = 16 * 1024;
    private static final long LOG_WAITING_BYTES = 32L << 20;

    /** Kept: a logger that nobody holds forgets its level. */
    private static final List<Logger> CHATTY =
            List.of(Logger.getLogger("io.helidon"), Logger.getLogger("org.flywaydb"));
    /** It warns of each connection that a restarting database or a stopping server cuts: what fails tells its caller. */
    private static final Logger POOLS = Logger.getLogger("com.zaxxer.hikari");

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final Api api;
    private Optional<Node> node = Optional.empty();
    private boolean closed;

    private MaestroServer(Api api) {
        this.api = api;
    }

    /**
     * Starts a server and waits until it serves.
     *
     * @throws IllegalStateException when it cannot start; the message says what is wrong and what to do
     * @throws maestro.store.embedded.EmbeddedFailure when the data folder cannot be used
     */
    public static MaestroServer start(ServerConfig config) {
        CHATTY.forEach(logger -> logger.setLevel(Level.WARNING));
        POOLS.setLevel(Level.SEVERE);
        var metrics = new Metrics();
        JvmMetrics.register(metrics);
        var server = new MaestroServer(Api.open(config.http(), config.auth(), metrics));
        server.open(LogMetrics.count(metrics));
        try {
            server.build(config, metrics);
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private void build(ServerConfig config, Metrics metrics) {
        var clock = InstantSource.system();
        String name = NodeName.of(config);
        Database database = open(OpenDatabase.open(config)).database();
        var logs = open(new Logs(database.logs(), limits(config), clock));
        var key = key(config, database.leases(), clock);
        var peers = open(new Peers(name, key, config.cluster().ca().map(Trust::of)));
        var nudger = open(new Nudger(peers));
        var ports = new Node.Ports(
                database.store(), database.leases(), database.reads(), database.removal(), logs,
                database.jobTemplates(), nudger);
        var node = open(new Node(
                nodeConfig(config, name), ports, runtimes(config, name, clock, database), () -> replaced(name)));
        this.node = Optional.of(node);
        NodeMetrics.register(metrics, node, nudger::sent);
        node.start();
        open(new EventTrim(ports.removal(), node::running, config.eventRetention(), clock)).start();
        awaitShards(node);
        var engine = new NodeEngine(node, ports, World.real());
        engine.watch(new RunMetrics(metrics, config.metricsWorkflows())::changed);
        callHooks(config, metrics, database, engine, node, name);
        api.serve(new Api.Backend(engine, ports.reads(), database.briefReads(), logs, database.outputData(),
                database.workflowSources(), database.hookCalls(), clock,
                new ClusterAccess(node, peers, metrics), guard(config, database, key, clock), UiRoutes::of));
    }

    /** Webhooks obey the settings of Http steps. */
    private void callHooks(
            ServerConfig config, Metrics metrics, Database database, Engine engine, Node node, String name) {
        var clock = InstantSource.system();
        var hooks = open(new HookCaller(
                database.hookCalls(), engine, new WebhookClient(httpSteps(config), clock), name,
                shard -> node.cluster().owner(shard).map(Leases.Node::id), clock));
        metrics.counter("maestro_hooks_done_total", "Hooks of ended runs that were called.", hooks::done);
        metrics.counter("maestro_hooks_failed_total", "Hooks of ended runs that were given up.", hooks::failed);
        hooks.start();
    }

    private static HttpConfig httpSteps(ServerConfig config) {
        var http = config.steps().http();
        return new HttpConfig(
                AllowList.of(http.allow()), http.connect(), http.send(), http.responseBytesMax(), http.pollDelay());
    }

    private static Guard guard(ServerConfig config, Database database, ClusterKey key, InstantSource clock) {
        if (!config.auth().tokens()) {
            if (!config.loopback())
                LOG.log(System.Logger.Level.WARNING, "auth.mode is none: whoever reaches " + config.http().host()
                        + " may do everything");
            return Guard.NONE;
        }
        var store = database.access();
        new Bootstrap(store, clock)
                .run(config.auth().bootstrap(), config.dataDir().resolve("admin-token"))
                .ifPresent(file -> LOG.log(System.Logger.Level.INFO, "a token of user:admin is in " + file
                        + ": maestro login --token-stdin < " + file));
        var directory = new Directory(store, clock);
        var sessions = new Sessions(key.derive("sessions"), clock);
        TokenGate.Roots roots = inlineId -> {
            var number = InlineIds.internalId(inlineId);
            return number.isEmpty() ? Optional.empty() : database.briefReads().workflowNumbered(number.getAsLong());
        };
        var gate = TokenGate.of(config.auth().open(),
                new TokenGate.Checks(directory, sessions, roots, store::note, clock));
        return new Guard(gate, Optional.of(new Desk(store, directory, sessions, clock, config.auth().tokenMax())));
    }

    private static LogLimits limits(ServerConfig config) {
        var logs = config.steps().logs();
        return new LogLimits(logs.headBytes(), logs.tailBytes(), LOG_LINE_BYTES, LOG_WAITING_BYTES);
    }

    private NodeConfig nodeConfig(ServerConfig config, String name) {
        var usual = RuleConfig.DEFAULT;
        var rules = new RuleConfig(
                config.steps().cancelGrace(), config.evaluation().timeout(), usual.environment(), usual.catalogue(),
                config.limits().iterations(), config.limits().leafSteps(), usual.shards(), Api.version(),
                usual.templates(), usual.childSteps(),
                BackoffSpec.beginningWith(config.steps().retryDelay().toSeconds()),
                new TriggerLimits(config.limits().catchUpMax().orElse(Integer.MAX_VALUE)));
        String own = config.cluster().address().orElseGet(() -> OwnAddress.of(address()));
        var member = new Leases.Member(name, UUID.randomUUID().toString(), own, Api.version());
        return new NodeConfig(member, config.node().lease(), ANSWER_PATIENCE, rules,
                config.evaluation().threads().orElseGet(EvaluationPool::defaultThreads));
    }

    /** The secret that is configured, or one that the first node made and all read from the database. */
    private static ClusterKey key(ServerConfig config, Leases leases, InstantSource clock) {
        String secret = config.cluster().secret().orElseGet(() -> {
            var random = new byte[32];
            new SecureRandom().nextBytes(random);
            return leases.secret(HexFormat.of().formatHex(random));
        });
        return new ClusterKey(secret, clock);
    }

    private static Map<StepType, StepRuntime> runtimes(
            ServerConfig config, String name, InstantSource clock, Database database) {
        Path folder = config.dataDir().resolve("shell").resolve(name);
        var shell = config.steps().shell();
        if (shell.enabled()) OrphanReaper.endAll(folder);
        var scripts = new ShellRuntime(
                new ShellConfig(shell.enabled(), shell.processesMax(), folder, Set.copyOf(shell.envAllow()),
                        System.getenv()),
                clock);
        var calls = new HttpRuntime(
                httpSteps(config),
                clock,
                attempt -> database.reads().runByKey(attempt.runKey())
                        .map(run -> RunHead.read(run.head()).params())
                        .orElse(Map.of()));
        return Map.of(StepType.SHELL, scripts, StepType.HTTP, new ReportedOutputs(calls, database.outputData()));
    }

    private static void awaitShards(Node node) {
        try {
            if (!node.awaitSettled(SETTLE))
                LOG.log(System.Logger.Level.WARNING, "no shards after " + SETTLE + "; /health/ready says when");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }

    private void replaced(String name) {
        ended.complete("another process runs under this node's name [" + name
                + "]; give each node a node.id or a data.dir of its own");
    }

    /** Where it listens, with the port that was taken. */
    public URI address() {
        return api.address();
    }

    /** Completes with the reason when this server must or did stop: it was closed, or another took its name. */
    public CompletableFuture<String> ended() {
        return ended.copy();
    }

    private <T extends AutoCloseable> T open(T part) {
        parts.push(part);
        return part;
    }

    /**
     * Hands its shards over while it still answers, so that calls on their way here are passed on; then stops in the
     * reverse order of the start: no new calls, logs written, database closed.
     */
    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        node.ifPresent(Node::handOver);
        api.close();
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.WARNING, "a part did not close", e);
            }
        }
        ended.complete("closed");
    }
}
