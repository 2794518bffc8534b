package maestro.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import maestro.core.signal.Listener;
import maestro.core.signal.ListenerRow;
import maestro.model.MaestroException;
import maestro.model.auth.Verb;
import maestro.model.json.Json;
import maestro.model.signal.SignalCondition;
import maestro.model.signal.SignalInstance;
import maestro.model.signal.SignalRequest;
import maestro.runtime.engine.Engine;
import maestro.runtime.engine.SignalBook;
import maestro.runtime.store.Signals;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Signals: announced, read, and who listens (rest-api.md §16). */
final class SignalResource {
    private static final String BASE = "/api/v3/signals";
    private static final int SIZE_MAX = 200;
    private static final int SIZE_USUAL = 50;

    private static final String PARAM = "param.";
    /** Before which number the list goes on; absent at its end. */
    private static final String NEXT = "X-Maestro-Next";

    private final Engine engine;
    private final SignalBook signals;
    private final RunSources runs;

    SignalResource(Engine engine, RunSources runs) {
        this.engine = engine;
        this.signals = engine.signals();
        this.runs = runs;
    }

    List<Route> routes() {
        return List.of(
                Route.post(BASE, this::announce).taking(Route.Body.JSON),
                Route.get(BASE, this::list),
                Route.get(BASE + "/{name}/instances", this::instances),
                Route.get(BASE + "/{name}/instances/{seq}", this::instance),
                Route.get(BASE + "/{name}/listeners", this::listeners));
    }

    private Answer announce(Call call) {
        var request = SignalRequest.fromJson(call.json());
        call.require(Verb.SIGNAL, request.name());
        return Answer.json(signals.announce(request).toJson());
    }

    /** Every number below 0 means the newest one as well, as Netflix Maestro has it. */
    private Answer instance(Call call) {
        String name = call.path("name");
        var seq = call.numberOrLatest("seq").filter(number -> number >= 0);
        var found = seq.isPresent()
                ? signals.stored().instance(name, seq.get())
                : signals.stored().latest(name);
        return Answer.json(found.map(SignalInstance::toJson).orElseThrow(() -> MaestroException.notFound(
                "Signal [" + name + "] has no instance" + seq.map(number -> " [" + number + "]").orElse(" yet"))));
    }

    private Answer instances(Call call) {
        long before = call.queryNumber("before").orElse(Long.MAX_VALUE);
        var conditions = new ArrayList<SignalCondition>();
        call.queries(PARAM).forEach((name, value) -> conditions.add(new SignalCondition(
                name.substring(PARAM.length()), SignalCondition.Operator.EQUAL, value(value))));
        var found = signals.stored().instances(call.path("name"), conditions, before, size(call));
        var list = Json.array();
        found.instances().forEach(each -> list.add(each.toJson()));
        return new Answer.Whole(200, Route.JSON, Json.bytes(list), found.next()
                .map(next -> Map.of(NEXT, Long.toString(next)))
                .orElse(Map.of()));
    }

    /** An integer is a number; in double quotes it is text. */
    private static Object value(String text) {
        if (text.matches("-?\\d{1,18}")) return Long.parseLong(text);
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private Answer list(Call call) {
        var list = Json.array();
        String prefix = call.query("prefix").orElse("");
        for (var summary : signals.stored().names(prefix, call.query("after").orElse(""), size(call)))
            if (call.access().may(Verb.READ, summary.name()))
                list.add(view(summary));
        return Answer.json(list);
    }

    private static ObjectNode view(Signals.Overview summary) {
        var view = Json.object().put("name", summary.name()).put("last_seq_id", summary.lastSeq());
        if (summary.lastMillis() > 0) view.put("last_time", summary.lastMillis());
        return view.put("listeners", summary.listeners());
    }

    private Answer listeners(Call call) {
        var list = Json.array();
        String name = call.path("name");
        var rows = signals.stored().listeners(name, call.query("after").orElse(""), size(call));
        var keys = rows.stream()
                .flatMap(row -> row.listening().listener() instanceof Listener.Step step
                        ? Stream.of(step.runKey())
                        : Stream.empty())
                .toList();
        var names = new StepNames(engine, runs, keys);
        rows.forEach(row -> list.add(view(row, names)));
        return Answer.json(list);
    }

    private static JsonNode view(ListenerRow row, StepNames names) {
        var listening = row.listening();
        ObjectNode view = Json.object().put("key", row.listener());
        switch (listening.listener()) {
            case Listener.Step step -> {
                view.put("type", "STEP").put("workflow_id", step.workflowId());
                names.into(view, step.runKey(), step.ordinal());
                view.put("step_uuid", step.uuid().toString()).put("dependency", step.index());
            }
            case Listener.Trigger trigger -> {
                view.put("type", "TRIGGER").put("workflow_id", trigger.workflowId());
                view.put("trigger_uuid", trigger.uuid()).put("since", trigger.since());
            }
        }
        var conditions = view.putArray("conditions");
        listening.conditions().forEach(condition -> conditions.addObject()
                .put("param", condition.param())
                .put("operator", condition.operator().code())
                .set("value", Json.node(condition.value())));
        return view;
    }

    private static int size(Call call) {
        long size = call.queryNumber("size").orElse((long) SIZE_USUAL);
        if (size < 1 || size > SIZE_MAX)
            throw MaestroException.badRequest("'size' must be from 1 to " + SIZE_MAX + ", not " + size);
        return (int) size;
    }
}
