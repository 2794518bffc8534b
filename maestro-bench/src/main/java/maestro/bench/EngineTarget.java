package maestro.bench;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import maestro.core.row.RunRow;
import maestro.core.rule.RuleConfig;
import maestro.core.why.Reason;
import maestro.model.User;
import maestro.model.definition.Definitions;
import maestro.model.run.StartRequest;
import maestro.runtime.World;
import maestro.runtime.engine.InstanceAction;
import maestro.runtime.log.LogLimits;
import maestro.runtime.log.Logs;
import maestro.runtime.node.Node;
import maestro.runtime.node.NodeConfig;
import maestro.runtime.node.NodeEngine;
import maestro.runtime.why.WhyReads;
import maestro.store.Database;
import maestro.store.DatabaseConfig;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The engine in this process on a real database, without HTTP: tells what the API adds. */
final class EngineTarget implements Target {
    private static final User TESTER = User.of("tester");

    private final Database database;
    private final Logs logs;
    private final Node node;
    private final Node.Ports ports;
    private final NodeEngine engine;

    EngineTarget(DatabaseConfig config) {
        database = Database.open(config);
        logs = new Logs(database.logs(), LogLimits.standard(), InstantSource.system());
        ports = new Node.Ports(database.store(), database.leases(), database.reads(), database.removal(), logs,
                database.jobTemplates());
        var settings = new NodeConfig(
                "bench",
                UUID.randomUUID().toString(),
                "127.0.0.1",
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                RuleConfig.DEFAULT.withLimits(ServerProcess.ITERATIONS_MAX, ServerProcess.ITERATIONS_MAX));
        node = new Node(settings, ports, Map.of(), () -> {});
        engine = new NodeEngine(node, ports, World.real());
        node.start();
        await();
    }

    private void await() {
        try {
            if (!node.awaitSettled(Duration.ofSeconds(30))) {
                throw new IllegalStateException("the node has no shards after 30 s");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting for shards", stopped);
        }
    }

    @Override
    public void push(ObjectNode definition) {
        engine.publish(Definitions.checked(Definitions.fromJson(definition)), TESTER);
    }

    @Override
    public long start(String workflowId) {
        return engine.start(workflowId, "latest", List.of(StartRequest.manual()), TESTER)
                .getFirst()
                .instanceId();
    }

    @Override
    public void stop(String workflowId, long instanceId) {
        engine.act(workflowId, instanceId, OptionalLong.empty(), InstanceAction.STOP, TESTER);
    }

    @Override
    public Run run(String workflowId, long instanceId) {
        var row = row(workflowId, instanceId);
        return new Run(row.status().name(), row.createMillis(), row.startMillis(), row.endMillis());
    }

    @Override
    public List<Step> steps(String workflowId, long instanceId) {
        return ports.reads().steps(row(workflowId, instanceId).runKey()).stream()
                .map(row -> new Step(row.stepId(), row.createMillis(), row.startMillis(), row.endMillis()))
                .toList();
    }

    private RunRow row(String workflowId, long instanceId) {
        return ports.reads().run(workflowId, instanceId, 1).orElseThrow();
    }

    @Override
    public void iterations(String workflowId, long instanceId, String stepId, long afterRank, String statuses) {}

    @Override
    public void instances(String filter) {}

    @Override
    public JsonNode why(String workflowId, long instanceId) {
        var why = new WhyReads(ports.reads(), ports.store().signals(), ports.store().permits(), engine::plan);
        return Reason.toJson(why.run(row(workflowId, instanceId)));
    }

    @Override
    public double shardRestarts() {
        return node.troubles().shardRestarts();
    }

    @Override
    public long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public void close() {
        node.close();
        logs.close();
        database.close();
    }
}
