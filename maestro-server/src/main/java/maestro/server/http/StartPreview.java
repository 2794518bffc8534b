package maestro.server.http;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import maestro.core.param.Clocked;
import maestro.core.rule.RuleConfig;
import maestro.core.start.RunPreparation;
import maestro.core.start.TriggerStart;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.definition.Definitions;
import maestro.model.json.Json;
import maestro.model.param.ParamJson;
import maestro.model.run.StartRequest;
import maestro.runtime.engine.Engine;
import maestro.runtime.store.Reads;
import tools.jackson.databind.node.ObjectNode;

/** What a start would come to: its params evaluated now, and what is before it. Nothing is stored, no run is made. */
final class StartPreview {
    private final Engine engine;
    private final Reads reads;
    private final RunPreparation preparation;
    private final InstantSource clock;

    StartPreview(Engine engine, Reads reads, RuleConfig rules, InstantSource clock) {
        this.engine = engine;
        this.reads = reads;
        this.preparation = new RunPreparation(rules);
        this.clock = clock;
    }

    /** @throws MaestroException what the start itself would be refused with */
    ObjectNode of(String workflowId, String selector, StartRequest request, User caller) {
        var stored = engine.definition(workflowId, selector).orElseThrow(() -> MaestroException.notFound(
                "Workflow [" + workflowId + "] has no version [" + selector + "]"));
        var version = stored.version();
        var plan = engine.plan(version.workflowId(), version.internalId(), version.version());
        var properties = stored.snapshot();
        boolean active = version.version() == stored.workflow().activeVersion();
        TriggerStart.check(plan.workflow(), active, properties.properties(), request.initiator());
        var now = new Clocked(clock.millis(), RandomGenerator.getDefault());
        var head = preparation.head(plan, properties, request, caller, now);
        var counts = reads.counts(workflowId);
        var view = Json.object().put("dry_run", true);
        view.put("workflow_id", workflowId).put("workflow_version_id", version.version());
        view.set("params", ParamJson.paramsToJson(head.params()));
        head.timeoutMillis().ifPresent(millis -> view.put("timeout_in_millis", millis));
        var queue = view.putObject("queue").put("queued", counts.created()).put("live", counts.inProgress());
        queue.set("run_strategy", Definitions.toJson(properties.properties().runStrategyInForce()));
        return view;
    }
}
