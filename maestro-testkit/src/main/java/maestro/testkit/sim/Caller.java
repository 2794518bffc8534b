package maestro.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import maestro.core.param.Clocked;
import maestro.core.row.SnapshotJson;
import maestro.core.row.StoredJson;
import maestro.core.row.WorkflowRow;
import maestro.core.rule.Command;
import maestro.core.rule.RuleConfig;
import maestro.core.start.DryRun;
import maestro.core.start.RunPreparation;
import maestro.model.User;
import maestro.model.definition.Definitions;
import maestro.model.definition.TriggerSet;
import maestro.model.definition.Workflow;
import maestro.model.json.Json;
import maestro.model.run.StartRequest;
import maestro.runtime.store.Reads;
import maestro.runtime.store.Store;
import maestro.testkit.build.Workflows;

/** Makes commands out of requests the way a server does before a shard hears of them. One thread. */
final class Caller {
    static final User AMY = User.of("amy");

    private final Store store;
    private final Reads reads;
    private final Plans plans;
    private final VirtualClock clock;
    private final DryRun dryRun = new DryRun(RuleConfig.DEFAULT);
    private final RunPreparation preparation = new RunPreparation(RuleConfig.DEFAULT);

    Caller(Store store, Reads reads, Plans plans, VirtualClock clock) {
        this.store = store;
        this.reads = reads;
        this.plans = plans;
        this.clock = clock;
    }

    Command.Publish publish(Workflows workflow) {
        var request = workflow.request();
        dryRun.check(request, AMY, now());
        boolean first = reads.workflow(workflow.id()).filter(row -> !row.deleted()).isEmpty();
        return new Command.Publish(
                workflow.id(),
                Json.text(Definitions.toJson(request.workflow())),
                Map.of(),
                request.properties(),
                request.active(),
                AMY,
                first ? store.nextInternalId() : 0,
                triggering(request.workflow()));
    }

    private Command.Triggering triggering(Workflow workflow) {
        var declared = TriggerSet.of(workflow);
        return new Command.Triggering(declared, store.signals().lastSeqs(declared.signalNames()));
    }

    /** Starts of the active version, or of the latest if none is; one a uuid. */
    Command.Start start(String workflowId, List<String> uuids) {
        var row = reads.workflow(workflowId).orElseThrow();
        var requests = new ArrayList<Command.Start.Request>();
        uuids.forEach(uuid -> requests.add(request(row, uuid)));
        return new Command.Start(workflowId, row.internalId(), requests);
    }

    private Command.Start.Request request(WorkflowRow row, String uuid) {
        long version = row.activeVersion() > 0 ? row.activeVersion() : row.latestVersion();
        var plan = plans.plan(row.workflowId(), row.internalId(), version);
        var properties = SnapshotJson.fromJson(StoredJson.parse(row.detail()).get("props"));
        var head = preparation.head(plan, properties, StartRequest.manual(), AMY, now());
        var known = reads.runByUuid(row.workflowId(), uuid)
                .map(run -> new Command.Start.Known(run.instanceId(), run.runId()));
        return new Command.Start.Request(uuid, version, plan, head, known);
    }

    Command.EndInstance end(String workflowId, long instanceId, maestro.core.row.Ending ending) {
        return new Command.EndInstance(workflowId, instanceId, Optional.empty(), ending, AMY);
    }

    private Clocked now() {
        return new Clocked(clock.millis(), new SplittableRandom(clock.millis()));
    }
}
