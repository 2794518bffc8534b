package maestro.server.http;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import maestro.core.check.Finding;
import maestro.core.cron.Schedules;
import maestro.core.loop.InlineIds;
import maestro.core.param.ParamCatalogue;
import maestro.core.row.SnapshotJson;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.definition.CreateRequest;
import maestro.model.definition.CronRules;
import maestro.model.definition.Definitions;
import maestro.model.json.Json;
import maestro.model.json.Yaml;
import maestro.model.run.TimelineEvent;
import maestro.runtime.engine.Engine;
import maestro.runtime.engine.StoredDefinition;
import maestro.runtime.store.Reads;
import maestro.server.view.DefinitionView;
import maestro.server.view.EnrichedExtras;
import tools.jackson.databind.node.ObjectNode;

/** Definitions: push, validate, read, delete (rest-api.md §4). */
final class WorkflowResource {
    private static final String ROOT = "/api/v3/workflows";
    private static final String ONE = ROOT + "/{id}";
    private static final String VALIDATE = ROOT + "/actions/validate";

    private final Engine engine;
    private final Reads reads;
    private final InstantSource clock;
    private final CronRules cron;

    WorkflowResource(Engine engine, Reads reads, InstantSource clock) {
        this.engine = engine;
        this.reads = reads;
        this.clock = clock;
        this.cron = Schedules.rules(clock);
    }

    List<Route> routes() {
        return List.of(
                Route.post(ROOT, call -> push(call, json(call))),
                Route.post(ROOT + "/yaml", call -> push(call, yaml(call))).taking(Route.Body.YAML),
                Route.put(VALIDATE, call -> validate(call, json(call))).taking(Route.Body.JSON),
                Route.put(VALIDATE + "/yaml", call -> validate(call, yaml(call))).taking(Route.Body.YAML),
                Route.get(ONE + "/versions/{v}", this::read),
                Route.delete(ONE, this::delete));
    }

    private Answer push(Call call, CreateRequest request) {
        StoredDefinition stored = Conditional.pushing(engine, call).publish(request, call.user());
        ObjectNode answer = Json.object();
        answer.set("workflow_definition", view(stored));
        return Answer.changed(warned(answer, request), Conditional.tag(stored.workflow()));
    }

    /** Ours: what looks wrong and is accepted all the same. */
    private ObjectNode warned(ObjectNode answer, CreateRequest request) {
        var findings = engine.check(request.workflow());
        if (findings.isEmpty()) return answer;
        var warnings = answer.putArray("warnings");
        findings.forEach(finding -> warnings.add(finding.toJson()));
        return answer;
    }

    private Answer validate(Call call, CreateRequest request) {
        User author = call.user();
        try {
            engine.dryRun(request, author);
        } catch (MaestroException e) {
            if (e.code() != Code.BAD_REQUEST || !e.errors().isEmpty()) throw e;
            throw new MaestroException(
                    Code.BAD_REQUEST, "The dry run failed" + others(request), List.of(e.getMessage()), e);
        }
        String valid = "The workflow [" + request.workflow().id() + "] is valid";
        return Answer.json(warned(TimelineEvent.action(clock.millis(), "VALIDATE", author, valid).toJson(), request));
    }

    /** The dry run stops at its first problem, the only one to list (definition.md §12); checks find all, with places. */
    private String others(CreateRequest request) {
        return engine.check(request.workflow()).stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .map(finding -> "; " + finding.text())
                .collect(Collectors.joining());
    }

    private Answer read(Call call) {
        Optional<StoredDefinition> stored = engine.definition(call.path("id"), call.path("v"));
        if (stored.isEmpty() && InlineIds.inline(call.path("id"))) {
            var inline = InlineResource.definition(engine, reads, call.path("id"));
            if (inline.isPresent()) return Answer.json(inline.get());
        }
        StoredDefinition found = stored.orElseThrow(() -> MaestroException.notFound(
                "Workflow [" + call.path("id") + "] has no version [" + call.path("v") + "]"));
        ObjectNode view = view(found);
        if (!call.flag("enriched", false)) return Answer.tagged(view, Conditional.tag(found.workflow()), call);
        view.set("enriched_extras", extras(found)); // these change with time
        return Answer.json(view);
    }

    private ObjectNode extras(StoredDefinition stored) {
        var version = stored.version();
        var plan = engine.plan(version.workflowId(), version.internalId(), version.version());
        return EnrichedExtras.of(plan.workflow(), ParamCatalogue.STANDARD, engine.templates(), clock.millis());
    }

    private Answer delete(Call call) {
        User author = call.user();
        if (InlineIds.inline(call.path("id")))
            throw new MaestroException(Code.UNPROCESSABLE_ENTITY, "Workflow [" + call.path("id")
                    + "] is the body of a loop; it goes with the workflow that the loop belongs to");
        var deletion = Conditional.engine(engine, call).delete(call.path("id"), author);
        return Answer.json(TimelineEvent.info(deletion.atMillis(), deletion.message()).toJson());
    }

    private static ObjectNode view(StoredDefinition stored) {
        return DefinitionView.of(stored.workflow(), stored.version(),
                SnapshotJson.toJson(stored.workflow().workflowId(), stored.snapshot()));
    }

    private CreateRequest json(Call call) {
        return Definitions.checked(Definitions.fromJson(call.json()), cron);
    }

    private CreateRequest yaml(Call call) {
        return Definitions.checked(Definitions.fromYaml(Yaml.parse(call.text()), engine.templates()), cron);
    }
}
