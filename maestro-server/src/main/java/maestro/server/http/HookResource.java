package maestro.server.http;

import java.util.List;
import maestro.model.json.Json;
import maestro.runtime.store.HookCalls;
import tools.jackson.databind.node.ObjectNode;

/** Ours: what was called because a run ended, and how that went. */
final class HookResource {
    private final RunSources runs;
    private final HookCalls hooks;

    HookResource(RunSources runs, HookCalls hooks) {
        this.runs = runs;
        this.hooks = hooks;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v3/workflows/{id}/instances/{n}/runs/{r}/hooks", this::list));
    }

    private Answer list(Call call) {
        var run = runs.row(call.path("id"), call.number("n"), call.numberOrLatest("r"));
        var list = Json.array();
        hooks.ofRun(run.runKey()).forEach(hook -> list.add(view(hook)));
        return Answer.json(list);
    }

    /** Headers are left out: they may hold secrets. */
    private static ObjectNode view(HookCalls.Call call) {
        var json = Json.object();
        json.put("event", call.row().event());
        var hook = Json.parse(call.row().hook());
        if (hook.has("workflow")) json.set("workflow", hook.get("workflow"));
        else json.set("webhook", hook.path("webhook").path("url"));
        json.put("status", call.status().name());
        json.put("attempts", call.attempts());
        if (call.dueMillis() > 0) json.put("due_time", call.dueMillis());
        if (call.endMillis() > 0) json.put("end_time", call.endMillis());
        if (!call.answer().isEmpty()) json.put("answer", call.answer());
        return json;
    }
}
