package maestro.server.ui;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import maestro.core.cron.CronWords;
import maestro.core.cron.Schedules;
import maestro.core.row.RunRow;
import maestro.core.row.WorkflowRow;
import maestro.core.trigger.Ticks;
import maestro.model.MaestroException;
import maestro.model.auth.Verb;
import maestro.model.definition.Definitions;
import maestro.model.definition.TimeTrigger;
import maestro.model.definition.TriggerSet;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import maestro.runtime.engine.Engine;
import maestro.runtime.store.WorkflowFilter.Mark;
import maestro.runtime.why.WhyReads;
import maestro.server.http.Answer;
import maestro.server.http.Call;
import maestro.server.http.Route;
import maestro.server.http.RunSources;
import maestro.server.view.Scheduled;
import maestro.server.view.TickOutcomes;
import maestro.server.view.TickOutcomes.Told;
import maestro.server.view.TriggersView;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What starts workflows by itself: schedules, triggers of one workflow, what became of ticks, times beforehand. */
final class TriggerResource {
    private static final String TRIGGERS = "/api/v3/workflows/{id}/triggers";
    private static final int NEXT = 10;
    private static final int NEXT_OF_MANY = 5;
    private static final int PREVIEW_MAX = 50;
    private static final int SIZE_MAX = 200;
    private static final int SIZE = 50;
    private static final long DAY = 24 * 3_600_000L;
    private static final long DAYS_MAX = 31;
    /** The end of the year 9999. */
    private static final long LAST_MILLIS = 253_402_300_799_999L;
    /** Of so many failed runs one answer says why. */
    private static final int EXPLAINED_MAX = 10;

    private final Engine engine;
    private final RunSources runs;
    private final InstantSource clock;
    private final WhyReads why;

    TriggerResource(Engine engine, RunSources runs, InstantSource clock) {
        this.engine = engine;
        this.runs = runs;
        this.clock = clock;
        this.why = new WhyReads(runs.reads(), engine.signals().stored(), engine.permits().stored(), engine::plan);
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v3/schedules", this::schedules),
                Route.post("/api/v3/schedules/preview", this::preview),
                Route.get(TRIGGERS, this::triggers),
                Route.get(TRIGGERS + "/firings", this::firings));
    }

    private Answer schedules(Call call) {
        String prefix = call.query("prefix").orElse("");
        int size = Bounds.small(call, "size", 1, SIZE_MAX, SIZE);
        var found = runs.briefs().scheduled(prefix, call.query("after").orElse(""), size);
        long now = clock.millis();
        var all = found.rows().stream()
                .filter(row -> call.access().may(Verb.READ, row.workflowId()))
                .map(Scheduled::of)
                .toList();
        var told = last(all);
        var view = Json.object();
        var list = view.putArray("elements");
        for (int i = 0; i < all.size(); i++) {
            var entry = list.addObject().put("workflow_id", all.get(i).row().workflowId());
            entry.put("owner", all.get(i).snapshot().properties().owner().orElse(all.get(i).snapshot().author()).name());
            entry.setAll(TriggersView.time(all.get(i), now, NEXT_OF_MANY));
            told.get(i).forEach((trigger, firing) ->
                    ((ObjectNode) entry.get("triggers").get(trigger)).set("last", firing));
        }
        found.next().map(Mark::workflowId).ifPresent(next -> view.put("next", next));
        return Answer.json(view);
    }

    /** What became of the last tick of each trigger: three calls to the store, however many schedules. */
    private List<Map<Integer, ObjectNode>> last(List<Scheduled> all) {
        var uuids = all.stream()
                .flatMap(each -> TickOutcomes.last(each).stream().map(tick -> TickOutcomes.uuid(each, tick)))
                .toList();
        var started = runs.briefs().started(uuids);
        var views = runs.brief(List.copyOf(started.values()));
        var told = new ArrayList<Map<Integer, ObjectNode>>();
        for (Scheduled each : all) {
            var byTrigger = new TreeMap<Integer, ObjectNode>();
            for (Ticks.Tick tick : TickOutcomes.last(each)) {
                RunRow run = started.get(TickOutcomes.uuid(each, tick).uuid());
                if (run == null) continue;
                byTrigger.put(tick.trigger(), Json.object()
                        .put("time", tick.at().toEpochMilli())
                        .put("outcome", TickOutcomes.Outcome.STARTED.name())
                        .set("run", views.get(run.runKey())));
            }
            told.add(byTrigger);
        }
        return told;
    }

    private Scheduled scheduled(Call call) {
        String id = call.path("id");
        WorkflowRow row = runs.reads().workflow(id)
                .filter(found -> !found.deleted() && found.latestVersion() > 0)
                .orElseThrow(() -> MaestroException.notFound("Workflow [" + id + "] does not exist"));
        long version = row.activeVersion() > 0 ? row.activeVersion() : row.latestVersion();
        return Scheduled.of(row, TriggerSet.of(engine.plan(id, row.internalId(), version).workflow()));
    }

    private Answer triggers(Call call) {
        var scheduled = scheduled(call);
        long now = clock.millis();
        var view = Json.object().put("workflow_id", scheduled.row().workflowId());
        if (scheduled.row().activeVersion() > 0) view.put("active_version_id", scheduled.row().activeVersion());
        int next = Bounds.small(call, "next", 0, PREVIEW_MAX, NEXT);
        if (!scheduled.declared().time().isEmpty()) view.set("time", TriggersView.time(scheduled, now, next));
        if (!scheduled.declared().signal().isEmpty()) {
            var names = scheduled.declared().signalNames();
            view.set("signal", TriggersView.signal(scheduled, engine.signals().stored().lastSeqs(names)));
        }
        return Answer.json(view);
    }

    private Answer firings(Call call) {
        var scheduled = scheduled(call);
        long to = Bounds.number(call, "to", 0, LAST_MILLIS, clock.millis());
        long from = Bounds.number(call, "from", 0, LAST_MILLIS, Math.max(0, to - DAY));
        if (from >= to || to - from > DAYS_MAX * DAY)
            throw MaestroException.badRequest("'from' must lie before 'to', at most " + DAYS_MAX
                    + " days; both are epoch milliseconds");
        int size = Bounds.small(call, "size", 1, SIZE_MAX, SIZE);
        var ticks = TickOutcomes.between(scheduled, from, to, size);
        var view = Json.object().put("workflow_id", scheduled.row().workflowId()).put("from", from).put("to", to);
        view.put("state", scheduled.time().name()).put("message", scheduled.time().says());
        add(view.putArray("firings"), scheduled, TickOutcomes.of(scheduled, ticks, runs.briefs()));
        return Answer.json(view);
    }

    private void add(ArrayNode list, Scheduled scheduled, List<Told> all) {
        var views = runs.brief(all.stream().flatMap(told -> told.run().stream()).distinct().toList());
        int explained = 0;
        for (Told told : all) {
            TimeTrigger trigger = scheduled.declared().time().get(told.tick().trigger());
            var entry = list.addObject().put("trigger", told.tick().trigger())
                    .put("time", told.tick().at().toEpochMilli())
                    .put("local", told.tick().at().atZone(Schedules.zone(trigger.timezone())).toOffsetDateTime().toString())
                    .put("outcome", told.outcome().name());
            told.run().ifPresent(run -> entry.set("run", views.get(run.runKey())));
            boolean failed = told.run().filter(run -> run.status().terminal()).isPresent()
                    && !views.get(told.run().get().runKey()).has("cause")
                    && told.run().get().status() != InstanceStatus.SUCCEEDED;
            if (failed && explained++ < EXPLAINED_MAX) why(told.run().get()).ifPresent(text -> entry.put("message", text));
        }
    }

    /** Why a run ended that no step made end. */
    private Optional<String> why(RunRow brief) {
        return runs.find(brief.workflowId(), brief.instanceId(), Optional.of(brief.runId()))
                .flatMap(run -> why.run(run).stream().findFirst())
                .map(reason -> reason.message());
    }

    private Answer preview(Call call) {
        var body = Fields.of(call.json(), "");
        var trigger = Definitions.timeTrigger(body.required("trigger"));
        long from = body.integer("from").orElseGet(clock::millis);
        int count = body.smallInteger("count").orElse(NEXT);
        body.end();
        if (from < 0 || from > LAST_MILLIS)
            throw MaestroException.badRequest("'from' must be a time in epoch milliseconds, not " + from);
        if (count < 1 || count > PREVIEW_MAX)
            throw MaestroException.badRequest("'count' must be from 1 to " + PREVIEW_MAX + ", not " + count);
        var view = Json.object().put("words", CronWords.of(trigger));
        if (trigger instanceof TimeTrigger.Cron cron)
            Schedules.rules(clock).tooOften(cron.cron(), cron.timezone())
                    .ifPresent(problem -> view.putArray("problems").add(problem));
        TriggersView.next(view.putArray("next"), trigger, Instant.ofEpochMilli(from), 0, count);
        return Answer.json(view);
    }
}
