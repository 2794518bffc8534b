package maestro.server.http;

import java.util.List;
import maestro.core.signal.Listener;
import maestro.core.signal.ListenerRow;
import maestro.model.MaestroException;
import maestro.model.auth.Verb;
import maestro.model.json.Json;
import maestro.model.signal.SignalInstance;
import maestro.model.signal.SignalRequest;
import maestro.runtime.engine.SignalBook;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Signals: announced, read, and who listens (rest-api.md §16). */
final class SignalResource {
    private static final String BASE = "/api/v3/signals";
    private static final int SIZE_MAX = 200;
    private static final int SIZE_USUAL = 50;

    private final SignalBook signals;

    SignalResource(SignalBook signals) {
        this.signals = signals;
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
        var list = Json.array();
        signals.stored().instances(call.path("name"), before, size(call)).forEach(each -> list.add(each.toJson()));
        return Answer.json(list);
    }

    private Answer list(Call call) {
        var list = Json.array();
        String prefix = call.query("prefix").orElse("");
        for (var summary : signals.stored().names(prefix, call.query("after").orElse(""), size(call)))
            if (call.access().may(Verb.READ, summary.name()))
                list.addObject().put("name", summary.name()).put("last_seq_id", summary.lastSeq());
        return Answer.json(list);
    }

    private Answer listeners(Call call) {
        var list = Json.array();
        String name = call.path("name");
        for (var row : signals.stored().listeners(name, call.query("after").orElse(""), size(call)))
            list.add(view(row));
        return Answer.json(list);
    }

    private static JsonNode view(ListenerRow row) {
        var listening = row.listening();
        ObjectNode view = Json.object().put("key", row.listener());
        switch (listening.listener()) {
            case Listener.Step step -> {
                view.put("type", "STEP").put("workflow_id", step.workflowId());
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
