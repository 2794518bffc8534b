package maestro.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import maestro.core.loop.Rank;
import maestro.core.row.StoredJson;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A server behind its REST API; each calling thread has a connection of its own while it calls. */
final class RestTarget implements Target {
    private static final String WORKFLOWS = "/api/v3/workflows";
    private static final byte[] MANUAL =
            "{\"initiator\":{\"type\":\"manual\"}}".getBytes(StandardCharsets.UTF_8);

    private static final int PAGE = 20;

    private final URI server;
    private final long pid;
    private final ConcurrentLinkedDeque<HttpConnection> free = new ConcurrentLinkedDeque<>();

    RestTarget(URI server, long pid) {
        this.server = server;
        this.pid = pid;
    }

    private interface Exchange {
        HttpConnection.Answer over(HttpConnection connection) throws IOException;
    }

    private JsonNode call(Exchange exchange) {
        var kept = free.poll();
        try {
            var connection = kept != null ? kept : new HttpConnection(server);
            var answer = exchange.over(connection);
            free.push(connection);
            if (answer.status() >= 300) {
                throw new IllegalStateException("HTTP " + answer.status() + ": " + answer.text());
            }
            return StoredJson.parse(answer.body());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void push(ObjectNode definition) {
        byte[] body = Json.bytes(definition);
        call(connection -> connection.post(WORKFLOWS, body));
    }

    @Override
    public long start(String workflowId) {
        String path = WORKFLOWS + "/" + workflowId + "/versions/latest/actions/start";
        return call(connection -> connection.post(path, MANUAL)).get("workflow_instance_id").longValue();
    }

    @Override
    public void stop(String workflowId, long instanceId) {
        String path = WORKFLOWS + "/" + workflowId + "/instances/" + instanceId + "/actions/stop";
        call(connection -> connection.put(path));
    }

    @Override
    public Run run(String workflowId, long instanceId) {
        var run = call(connection -> connection.get(path(workflowId, instanceId) + "?enriched=false"));
        return new Run(
                run.get("status").stringValue(),
                run.path("create_time").longValue(0),
                run.path("start_time").longValue(0),
                run.path("end_time").longValue(0));
    }

    @Override
    public List<Step> steps(String workflowId, long instanceId) {
        var steps = new ArrayList<Step>();
        for (var step : call(connection -> connection.get(path(workflowId, instanceId) + "/steps"))) {
            var state = step.path("runtime_state");
            steps.add(new Step(
                    step.get("step_id").stringValue(),
                    state.path("create_time").longValue(0),
                    state.path("start_time").longValue(0),
                    state.path("end_time").longValue(0)));
        }
        return steps;
    }

    private static String path(String workflowId, long instanceId) {
        return WORKFLOWS + "/" + workflowId + "/instances/" + instanceId + "/runs/1";
    }

    @Override
    public void iterations(String workflowId, long instanceId, String stepId, long afterRank, String statuses) {
        byte[] rank = Rank.encode(afterRank).getBytes(StandardCharsets.UTF_8);
        String path = "/api/v3/views/flatten" + path(workflowId, instanceId).substring("/api/v3".length()) + "/steps/"
                + stepId + "?first=" + PAGE + "&cursor=" + Base64.getUrlEncoder().encodeToString(rank)
                + (statuses.isEmpty() ? "" : "&statuses=" + statuses);
        call(connection -> connection.get(path));
    }

    @Override
    public void instances(String filter) {
        call(connection -> connection.get("/api/v3/instances?first=" + PAGE + filter));
    }

    @Override
    public JsonNode why(String workflowId, long instanceId) {
        return call(connection -> connection.get(path(workflowId, instanceId) + "/why"));
    }

    @Override
    public double shardRestarts() {
        try (var connection = new HttpConnection(server)) {
            return connection.get("/metrics").text().lines()
                    .filter(line -> line.startsWith("maestro_shard_restarts_total"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public void close() {
        for (var connection = free.poll(); connection != null; connection = free.poll()) {
            try {
                connection.close();
            } catch (IOException closedAlready) {
                continue;
            }
        }
    }
}
