package maestro.server.http;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import maestro.core.row.SnapshotRow;
import maestro.core.row.StoredJson;
import maestro.core.row.WorkflowRow;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.definition.Definitions;
import maestro.model.definition.RunStrategy;
import maestro.model.definition.Workflow;
import maestro.model.json.Json;
import maestro.runtime.engine.Engine;
import maestro.runtime.store.BriefReads;
import maestro.runtime.store.BriefReads.Named;
import maestro.runtime.store.Reads;
import maestro.runtime.store.Reads.Page;
import maestro.runtime.store.WorkflowFilter;
import maestro.server.view.DefinitionView;
import maestro.server.view.WorkflowPulse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is known about workflows: lists, versions, overview, timeline (rest-api.md §4). */
final class WorkflowReads {
    private static final String ROOT = "/api/v3/workflows";
    private static final String ONE = ROOT + "/{id}";
    private static final int TIMELINE_MAX = 300;
    private static final int LIST_DEFAULT = 50;
    private static final int LIST_MAX = 200;
    private static final int TEXT_MAX = 200;
    private static final long LAST_DEFAULT = 14;
    private static final int LAST_MAX = 50;

    private final Engine engine;
    private final Reads reads;
    private final BriefReads briefs;
    private final InstantSource clock;

    WorkflowReads(Engine engine, Reads reads, BriefReads briefs, InstantSource clock) {
        this.engine = engine;
        this.reads = reads;
        this.briefs = briefs;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get(ROOT, this::list),
                Route.get(ONE + "/versions/pagination", this::versions),
                Route.get(ONE + "/overview", this::overview),
                Route.get(ONE + "/timeline", this::timeline),
                Route.get(ONE + "/properties-snapshot/{snapshot}", this::snapshot));
    }

    /**
     * Ours: workflows by id, or by their last change with {@code sort=-modify_time}; {@code next}, when there, is the
     * {@code after} of the next page. With {@code view=status} they tell how they went lately.
     */
    private Answer list(Call call) {
        long size = call.queryNumber("size").or(() -> call.queryNumber("first")).orElse((long) LIST_DEFAULT);
        if (size < 1 || size > LIST_MAX)
            throw MaestroException.badRequest("'size' must be from 1 to " + LIST_MAX + ", not " + size);
        boolean newest = newest(call);
        var filter = new WorkflowFilter(
                call.query("prefix").orElse(""), said(call, "owner"), said(call, "tag"), active(call),
                call.queryNumber("from").orElse(Long.MIN_VALUE), call.queryNumber("to").orElse(Long.MAX_VALUE), newest,
                said(call, "after").map(text -> mark(text, newest)), call.visible());
        var page = said(call, "q")
                .map(text -> briefs.workflows(filter, sought(text), (int) size))
                .orElseGet(() -> listed(filter, (int) size));
        var elements = elements(call, page.rows());
        var view = Json.object();
        page.next().ifPresent(mark -> view.put("next", (newest ? mark.modifyMillis() + ":" : "") + mark.workflowId()));
        return Answer.json(view.set("elements", elements));
    }

    private Named listed(WorkflowFilter filter, int size) {
        var rows = reads.workflows(filter, size);
        return new Named(rows, rows.size() == size ? Optional.of(WorkflowFilter.Mark.of(rows.getLast())) : Optional.empty());
    }

    private static String sought(String text) {
        if (text.length() > TEXT_MAX)
            throw MaestroException.badRequest("'q' must have at most " + TEXT_MAX + " characters, not " + text.length());
        return text;
    }

    private ArrayNode elements(Call call, List<WorkflowRow> rows) {
        String asked = call.query("view").orElse("");
        if (!asked.isEmpty() && !asked.equals("status"))
            throw Problem.badRequest("query parameter view must be 'status', not '" + asked + "'");
        var elements = Json.array();
        rows.forEach(row -> elements.add(summary(row)));
        if (asked.isEmpty()) return elements;
        long last = call.queryNumber("last").orElse(LAST_DEFAULT);
        if (last < 1 || last > LAST_MAX)
            throw MaestroException.badRequest("'last' must be from 1 to " + LAST_MAX + ", not " + last);
        var pulses = briefs.pulses(rows, (int) last);
        for (int i = 0; i < rows.size(); i++)
            WorkflowPulse.into((ObjectNode) elements.get(i), pulses.get(i), active(rows.get(i)), clock.instant());
        return elements;
    }

    /** The definition that triggers start. */
    private Optional<Workflow> active(WorkflowRow row) {
        return row.activeVersion() == 0 ? Optional.empty() : definition(row, row.activeVersion());
    }

    private static Optional<Boolean> active(Call call) {
        return said(call, "status").map(text -> switch (text.toUpperCase(Locale.ROOT)) {
            case "ACTIVE" -> true;
            case "INACTIVE" -> false;
            default -> throw MaestroException.badRequest("'status' must be ACTIVE or INACTIVE, not '" + text + "'");
        });
    }

    private static boolean newest(Call call) {
        String sort = call.query("sort").orElse("workflow_id");
        return switch (sort) {
            case "workflow_id" -> false;
            case "-modify_time" -> true;
            default -> throw MaestroException.badRequest("'sort' must be workflow_id or -modify_time, not '" + sort + "'");
        };
    }

    private static Optional<String> said(Call call, String name) {
        return call.query(name).filter(text -> !text.isEmpty());
    }

    private static WorkflowFilter.Mark mark(String text, boolean newest) {
        if (!newest) return new WorkflowFilter.Mark(0, text);
        int colon = text.indexOf(':');
        OptionalLong millis = colon < 0 ? OptionalLong.empty() : millis(text.substring(0, colon));
        return new WorkflowFilter.Mark(
                millis.orElseThrow(() -> MaestroException.badRequest("'after' is not the 'next' of an earlier page")),
                text.substring(colon + 1));
    }

    private ObjectNode summary(WorkflowRow row) {
        var node = Json.object();
        node.put("workflow_id", row.workflowId());
        definition(row, row.latestVersion()).flatMap(Workflow::name).ifPresent(name -> node.put("name", name));
        JsonNode owner = properties(row).path("owner");
        node.put("owner", owner.isObject() ? owner.path("name").asString("") : owner.asString(""));
        versions(node, row);
        return node.put("modify_time", row.modifyMillis());
    }

    /** Compiled and cached; none when the workflow was deleted since it was listed. */
    private Optional<Workflow> definition(WorkflowRow row, long version) {
        try {
            return Optional.of(engine.plan(row.workflowId(), row.internalId(), version).workflow());
        } catch (MaestroException e) {
            if (e.code() == Code.NOT_FOUND) return Optional.empty();
            throw e;
        }
    }

    private static void versions(ObjectNode node, WorkflowRow row) {
        if (row.activeVersion() > 0) node.put("active_version_id", row.activeVersion());
        node.put("latest_version_id", row.latestVersion());
        node.put("default_version_id", row.activeVersion() > 0 ? row.activeVersion() : row.latestVersion());
    }

    private Answer versions(Call call) {
        var window = Paging.window(call);
        var row = existing(call.path("id"));
        if (row.isEmpty())
            return Answer.json(Paging.page(new Page<WorkflowRow>(List.of(), 0, 0), _ -> 0, _ -> Json.object()));
        WorkflowRow workflow = row.get();
        ObjectNode snapshot = properties(workflow);
        var page = reads.versions(workflow.workflowId(), workflow.internalId(), window);
        return Answer.json(Paging.page(
                page, version -> version.version(), version -> DefinitionView.of(workflow, version, snapshot)));
    }

    private Answer overview(Call call) {
        WorkflowRow row = found(call.path("id"));
        var counts = reads.counts(row.workflowId());
        var view = Json.object();
        view.put("workflow_id", row.workflowId());
        versions(view, row);
        ObjectNode properties = properties(row);
        if (!properties.has("run_strategy"))
            properties.set("run_strategy", Definitions.toJson(RunStrategy.DEFAULT));
        view.set("properties_snapshot", properties);
        if (properties.has("step_concurrency")) view.set("step_concurrency", properties.get("step_concurrency"));
        view.putObject("nonterminal_instances")
                .put("CREATED", counts.created()).put("IN_PROGRESS", counts.inProgress()).put("PAUSED", 0);
        view.put("failed_instances", counts.failed());
        if (counts.latestInstanceId() > 0) view.put("latest_instance_id", counts.latestInstanceId());
        return Answer.json(view);
    }

    private Answer timeline(Call call) {
        var answer = Json.object().put("workflow_id", call.path("id"));
        var events = answer.putArray("timeline_events");
        existing(call.path("id")).ifPresent(row ->
                reads.timeline(row.workflowId(), row.internalId(), TIMELINE_MAX).forEach(entry -> events.addObject()
                        .put("author", entry.author()).put("log", entry.log()).put("timestamp", entry.atMillis())));
        return Answer.json(answer);
    }

    /** The latest snapshot, or the one whose create time is given. */
    private Answer snapshot(Call call) {
        WorkflowRow row = found(call.path("id"));
        String wanted = call.path("snapshot");
        if (wanted.equalsIgnoreCase("latest")) return Answer.json(properties(row));
        var snapshot = millis(wanted).isPresent()
                ? reads.snapshot(row.workflowId(), row.internalId(), millis(wanted).getAsLong())
                : Optional.<SnapshotRow>empty();
        return Answer.json(Json.parse(snapshot.orElseThrow(() -> MaestroException.notFound(
                "Workflow [" + row.workflowId() + "] has no properties snapshot [" + wanted + "]")).snapshot()));
    }

    private static OptionalLong millis(String text) {
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private WorkflowRow found(String id) {
        return existing(id).orElseThrow(() -> MaestroException.notFound("Workflow [" + id + "] does not exist"));
    }

    private Optional<WorkflowRow> existing(String id) {
        return reads.workflow(id).filter(row -> !row.deleted());
    }

    /** The properties in force, kept with the workflow itself. */
    private static ObjectNode properties(WorkflowRow row) {
        return (ObjectNode) StoredJson.parse(row.detail()).path("props");
    }
}
