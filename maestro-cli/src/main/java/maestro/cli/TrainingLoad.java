package maestro.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A server with enough to do that the JVM sees which of its code is used most: chains, calls three deep, a loop, reads.
 * What it learns is kept with the classes, so that a fresh server compiles that code first, and well.
 */
final class TrainingLoad {
    private static final int CHAINS = 600;
    private static final int CALLS = 40;
    private static final String CHAIN = """
            {"properties": {"owner": "training", "run_strategy": {"rule": "PARALLEL", "workflow_concurrency": 100}},
             "workflow": {"id": "training-chain", "params": {"p": {"value": 7, "type": "LONG"}}, "steps": [
              {"step": {"id": "a", "type": "NoOp", "params": {"q": {"expression": "p + 1", "type": "LONG"}},
                "transition": {"successors": {"b": "q > 3"}}}},
              {"step": {"id": "b", "type": "NoOp", "transition": {"successors": {"c": "true"}}}},
              {"step": {"id": "c", "type": "NoOp", "transition": {"successors": {"d": "true"}}}},
              {"step": {"id": "d", "type": "NoOp", "transition": {"successors": {"e": "true"}}}},
              {"step": {"id": "e", "type": "NoOp"}}]}}""";
    private static final String CALL = """
            {"properties": {"owner": "training", "run_strategy": {"rule": "PARALLEL", "workflow_concurrency": 100}},
             "workflow": {"id": "training-%s", "steps": [{"subworkflow": {"id": "call", "params": {
              "subworkflow_id": {"value": "training-%s", "type": "STRING"},
              "subworkflow_version": {"value": "latest", "type": "STRING"}}}}]}}""";
    private static final String LOOP = """
            {"properties": {"owner": "training"}, "workflow": {"id": "training-loop", "steps": [{"foreach": {"id": "loop",
              "params": {"loop_params": {"type": "MAP", "value": {"i": {"expression":
                "x = new long[500]; for (int j = 0; j < 500; j += 1) { x[j] = j; } return x;", "type": "LONG_ARRAY"}}}},
              "steps": [{"step": {"id": "job", "type": "NoOp"}}]}}]}}""";

    private final Api api;

    private TrainingLoad(Api api) {
        this.api = api;
    }

    /** @param data folder for the database of a server that is gone afterwards */
    static void play(Path data) {
        try (var server = ServerStart.start(ServerStart.embedded(Map.of(), Optional.of(data.toString())))) {
            new TrainingLoad(new Api(server.address(), "training")).play();
        }
    }

    private void play() {
        push(CHAIN);
        push(CALL.formatted("inner", "chain"));
        push(CALL.formatted("middle", "inner"));
        push(CALL.formatted("outer", "middle"));
        push(LOOP);
        runs("training-chain", CHAINS);
        runs("training-outer", CALLS);
        runs("training-loop", 1);
        api.get(Api.path("workflows") + "?first=20");
        api.get(Api.path("workflows", "training-chain", "instances") + "?first=20");
    }

    private void push(String definition) {
        api.post(Api.path("workflows"), new Api.Body("application/json", definition));
    }

    private void runs(String workflow, int count) {
        var definition = api.get(Api.path("workflows", workflow, "versions", "latest"));
        for (int i = 0; i < count; i++) {
            await(RunId.of(Starts.start(api, definition, Json.object(), UUID.randomUUID())));
        }
    }

    private void await(RunId id) {
        while (!api.get(id.path()).path("end_time").isNumber()) {
            Thread.onSpinWait();
        }
        api.get(id.steps());
    }
}
