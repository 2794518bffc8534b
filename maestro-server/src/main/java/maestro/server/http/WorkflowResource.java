package maestro.server.http;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import maestro.core.check.Finding;
import maestro.core.check.KeyChecks;
import maestro.core.check.ShortForm;
import maestro.core.cron.Schedules;
import maestro.core.definition.DefinitionCheck;
import maestro.core.loop.InlineIds;
import maestro.core.param.ParamCatalogue;
import maestro.core.row.SnapshotJson;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.auth.Verb;
import maestro.model.definition.CreateRequest;
import maestro.model.definition.CronRules;
import maestro.model.definition.Definitions;
import maestro.model.definition.DslNotice;
import maestro.model.json.Json;
import maestro.model.run.TimelineEvent;
import maestro.model.source.SourceDocument;
import maestro.runtime.engine.Engine;
import maestro.runtime.engine.StoredDefinition;
import maestro.runtime.store.Reads;
import maestro.runtime.store.StoreUnavailable;
import maestro.runtime.store.WorkflowSources;
import maestro.server.view.DefinitionView;
import maestro.server.view.EnrichedExtras;
import tools.jackson.databind.node.ObjectNode;

/** Definitions: push, validate, read, delete (rest-api.md §4). */
final class WorkflowResource {
    private static final String ROOT = "/api/v3/workflows";
    private static final String ONE = ROOT + "/{id}";
    private static final System.Logger LOG = System.getLogger(WorkflowResource.class.getName());
    private static final String VALIDATE = ROOT + "/actions/validate";
    private static final String CHECK = ROOT + "/actions/check";

    private final Engine engine;
    private final Reads reads;
    private final WorkflowSources sources;
    private final InstantSource clock;
    private final CronRules cron;

    WorkflowResource(Engine engine, Reads reads, WorkflowSources sources, InstantSource clock) {
        this.engine = engine;
        this.reads = reads;
        this.sources = sources;
        this.clock = clock;
        this.cron = Schedules.rules(clock);
    }

    List<Route> routes() {
        return List.of(
                Route.post(ROOT, call -> push(call, json(call))),
                Route.post(ROOT + "/yaml", call -> push(call, yaml(call))).taking(Route.Body.YAML),
                Route.put(VALIDATE, call -> validate(call, json(call))).taking(Route.Body.JSON),
                Route.put(VALIDATE + "/yaml", call -> validate(call, yaml(call))).taking(Route.Body.YAML),
                Route.put(CHECK, call -> problems(call, SourceDocument.Form.REQUEST)).taking(Route.Body.JSON),
                Route.put(CHECK + "/yaml", call -> problems(call, SourceDocument.Form.SHORT)).taking(Route.Body.YAML),
                Route.get(ONE + "/versions/{v}", this::read),
                Route.delete(ONE, this::delete));
    }

    private Answer push(Call call, Pushed pushed) {
        call.require(Verb.WRITE, pushed.request().workflow().id());
        CalledWorkflows.require(call, pushed.request().workflow());
        StoredDefinition stored = Conditional.pushing(engine, call).publish(pushed.request(), call.user());
        keep(stored, call);
        ObjectNode answer = Json.object();
        answer.set("workflow_definition", view(stored));
        return Answer.changed(warned(answer, pushed), Conditional.tag(stored.workflow()));
    }

    /** For editors; a version whose text is lost, as when the process dies here, is written anew from the definition. */
    private void keep(StoredDefinition stored, Call call) {
        String text = call.text();
        if (text.length() > WorkflowSources.TEXT_MAX) return;
        String type = call.header("content-type").map(MediaType::bare).orElse(Route.JSON);
        try {
            sources.put(stored.version().internalId(), stored.version().version(), new WorkflowSources.Source(type, text));
        } catch (StoreUnavailable away) {
            LOG.log(System.Logger.Level.WARNING, "the text of a version is not kept: " + away.getMessage());
        }
    }

    /** Ours: what looks wrong and is accepted all the same. */
    private ObjectNode warned(ObjectNode answer, Pushed pushed) {
        var findings = new ArrayList<>(engine.check(pushed.request().workflow()));
        pushed.document().ifPresent(document -> findings.addAll(KeyChecks.of(
                pushed.request().workflow(), pushed.notices(), ParamCatalogue.STANDARD, document)));
        if (findings.isEmpty()) return answer;
        var warnings = answer.putArray("warnings");
        findings.forEach(finding -> {
            var warning = finding.toJson();
            pushed.document().ifPresent(document -> warning.set("written", written(finding, document)));
            warnings.add(warning);
        });
        return answer;
    }

    private static ObjectNode written(Finding finding, SourceDocument document) {
        var place = document.place(finding.path(), finding.line(), finding.column());
        var json = Json.object().put("path", place.path());
        if (place.line() > 0) json.put("line", place.line()).put("column", place.column());
        return json;
    }

    /** Ours: all that is wrong, as one list, whether or not a push would be refused. */
    private Answer problems(Call call, SourceDocument.Form form) {
        var known = new DefinitionCheck.Known(ParamCatalogue.STANDARD, engine.templates(), engine::check, cron,
                request -> engine.dryRun(request, call.user()));
        var report = DefinitionCheck.of(call.text(), Optional.of(form), known);
        var answer = Json.object().put("valid", report.valid());
        var problems = answer.putArray("problems");
        report.problems().forEach(problem -> problems.add(problem.toJson()));
        DraftParts.of(call).into(answer, call.text(), form, engine.templates());
        return Answer.json(answer);
    }

    /**
     * What a client sent.
     *
     * @param document of the short form only: a create request has no other places than its paths
     */
    private record Pushed(CreateRequest request, Optional<SourceDocument> document, List<DslNotice> notices) {}

    private Answer validate(Call call, Pushed pushed) {
        var request = pushed.request();
        User author = call.user();
        if (call.flag("push", false)) {
            engine.rehearse(request, author);
            return Answer.json(warned(valid(request, author), pushed));
        }
        try {
            engine.dryRun(request, author);
        } catch (MaestroException e) {
            if (e.code() != Code.BAD_REQUEST || !e.errors().isEmpty()) throw e;
            throw new MaestroException(
                    Code.BAD_REQUEST, "The dry run failed" + others(request), List.of(e.getMessage()), e);
        }
        return Answer.json(valid(request, author)); // its clients know no other members
    }

    private ObjectNode valid(CreateRequest request, User author) {
        String valid = "The workflow [" + request.workflow().id() + "] is valid";
        return TimelineEvent.action(clock.millis(), "VALIDATE", author, valid).toJson();
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

    private Pushed json(Call call) {
        return new Pushed(
                Definitions.checked(Definitions.fromJson(call.json()), cron), Optional.empty(), List.of());
    }

    private Pushed yaml(Call call) {
        var document = SourceDocument.of(call.text(), SourceDocument.Form.SHORT);
        var read = ShortForm.read(document.tree(), engine.templates(), ParamCatalogue.STANDARD);
        return new Pushed(Definitions.checked(read.request(), cron), Optional.of(document), read.notices());
    }
}
