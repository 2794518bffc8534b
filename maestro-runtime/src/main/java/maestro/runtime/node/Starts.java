package maestro.runtime.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import maestro.core.dag.Plan;
import maestro.core.param.Clocked;
import maestro.core.row.PropertiesSnapshot;
import maestro.core.row.RunHead;
import maestro.core.row.WorkflowRow;
import maestro.core.rule.Answer;
import maestro.core.rule.Command;
import maestro.core.start.RunPreparation;
import maestro.core.start.TriggerStart;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.run.StartRequest;
import maestro.runtime.World;
import maestro.runtime.engine.StartOutcome;
import maestro.runtime.store.Reads;
import maestro.runtime.store.Signals;

/** Starts of instances: evaluated on the caller's thread, made by the shard. Thread-safe. */
final class Starts {
    private static final int AT_ONCE_MAX = 10;

    private final Node node;
    private final Reads reads;
    private final Signals signals;
    private final Function<Command, Answer> shards;
    private final World world;
    private final SnapshotCache snapshots;
    private final RunPreparation preparation;

    /** @param shards brings a command to its shard and waits for the durable answer */
    Starts(
            Node node,
            Reads reads,
            Signals signals,
            Function<Command, Answer> shards,
            World world,
            SnapshotCache snapshots) {
        this.node = node;
        this.reads = reads;
        this.signals = signals;
        this.shards = shards;
        this.world = world;
        this.snapshots = snapshots;
        this.preparation = new RunPreparation(node.rules());
    }

    /** The same, asking in another way. */
    Starts asking(Function<Command, Answer> way) {
        return new Starts(node, reads, signals, way, world, snapshots);
    }

    List<StartOutcome> start(String workflowId, String selector, List<StartRequest> requests, User caller) {
        if (requests.size() > AT_ONCE_MAX) {
            throw MaestroException.badRequest(
                    "At most " + AT_ONCE_MAX + " instances can be started at once, not " + requests.size());
        }
        node.requireOwned(workflowId); // what follows is work in vain on another node
        var row = Selectors.require(node.head(workflowId), workflowId);
        long version = Selectors.version(row, selector);
        var plan = node.plans().plan(workflowId, row.internalId(), version);
        var properties = snapshots.of(row);
        var heads = new ArrayList<RunHead>();
        for (var request : requests) {
            boolean active = version == row.activeVersion();
            TriggerStart.check(plan.workflow(), active, properties.properties(), request.initiator());
            heads.add(head(row, plan, properties, request, caller));
        }
        var prepared = IntStream.range(0, requests.size())
                .mapToObj(i -> request(workflowId, requests.get(i), version, plan, heads.get(i)))
                .toList();
        var answer = (Answer.Started) shards.apply(new Command.Start(workflowId, row.internalId(), prepared));
        return IntStream.range(0, requests.size())
                .mapToObj(i -> Outcomes.start(workflowId, answer.runs().get(i), requests.get(i).initiator()))
                .toList();
    }

    private RunHead head(
            WorkflowRow row, Plan plan, PropertiesSnapshot properties, StartRequest request, User caller) {
        var now = new Clocked(world.millis(), new SplittableRandom(ThreadLocalRandom.current().nextLong()));
        var named = NodeSignals.named(request.initiator(), signals);
        return node.evaluations().call(row.workflowId(), budget ->
                preparation.head(plan, properties, request, caller, now, budget, named));
    }

    /** Looks for an earlier run when all is evaluated: that may take long, and its twin may come and go meanwhile. */
    private Command.Start.Request request(
            String workflowId, StartRequest request, long version, Plan plan, RunHead head) {
        String uuid = request.requestId().orElseGet(UUID::randomUUID).toString();
        Optional<Command.Start.Known> known = request.requestId()
                .flatMap(id -> reads.runByUuid(workflowId, id.toString()))
                .map(run -> new Command.Start.Known(run.instanceId(), run.runId()));
        return new Command.Start.Request(uuid, version, plan, head, known);
    }
}
