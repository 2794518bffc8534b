package maestro.server.http;

import java.util.List;
import maestro.model.auth.Verb;
import maestro.model.json.Json;
import maestro.runtime.engine.Engine;
import maestro.runtime.store.Reads;

/** Ours: runs that were set aside because nothing could be done with them, and how to have one tried again. */
final class SetAsideResource {
    private static final int SHOWN_MAX = 1_000;

    private final Engine engine;
    private final Reads reads;

    SetAsideResource(Engine engine, Reads reads) {
        this.engine = engine;
        this.reads = reads;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v3/set-aside", this::list),
                Route.put("/api/v3/workflows/{id}/instances/{n}/actions/release", this::release));
    }

    private Answer list(Call call) {
        var list = Json.array();
        reads.setAside(SHOWN_MAX).stream()
                .filter(row -> call.access().may(Verb.READ, row.workflowId()))
                .forEach(row -> list.add(SetAsideView.whole(row)));
        return Answer.json(list);
    }

    private Answer release(Call call) {
        var row = engine.release(call.path("id"), call.number("n"));
        return Answer.json(SetAsideView.whole(row));
    }
}
