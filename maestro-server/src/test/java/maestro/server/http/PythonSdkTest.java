package maestro.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import maestro.model.json.Json;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The published Python client: the bytes it sends for each of its calls, and what it reads of the answers (python-sdk.md). */
class PythonSdkTest {
    private static final String API = "/api/v3/workflows";

    @AutoClose
    private static final Running server = new Running();

    private record Reply(int status, JsonNode json) {
        String at(String pointer) {
            return json.at(pointer).asString("(nothing)");
        }
    }

    /** One connection a call; headers as Python's http.client writes them: its own first, then the caller's. */
    private static Reply send(String method, String path, String type, String body) {
        URI address = server.http.base();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean counted = !method.equals("GET");
        String head = method + " " + path + " HTTP/1.1\r\nHost: " + address.getHost() + ":" + address.getPort()
                + "\r\nAccept-Encoding: identity\r\n" + (counted ? "Content-Length: " + bytes.length + "\r\n" : "")
                + "user: ann\r\nContent-Type: " + type + "\r\n\r\n";
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
            return read(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reply read(Socket socket) throws IOException {
        var in = socket.getInputStream();
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) head.append((char) in.read());
        int length = head.toString().lines().map(String::toLowerCase).filter(line -> line.startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip())).findFirst().orElseThrow();
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Reply(Integer.parseInt(head.substring(9, 12)), Json.parse(body));
    }

    private static Reply push(String yaml) {
        return send("POST", API + "/yaml", "application/yaml", yaml);
    }

    private static Reply json(String method, String path, String body) {
        return send(method, API + path, "application/json", body);
    }

    private static long start(String id) {
        return json("POST", "/" + id + "/versions/default/actions/start", "{\"initiator\": {\"type\": \"manual\"}}")
                .json().path("workflow_instance_id").asLong();
    }

    private static final String EVERY_PARAM = """
            Workflow:
              id: sdk.params
              name: Täglich
              owner: ann
              run_strategy: parallel
              workflow_concurrency: 4
              timeout: 2 hours
              criticality: low
              tags:
              - sdk
              jobs:
              - job:
                  id: load
                  tags: []
                  transition: []
                  rows<long>: 3
                  type: NoOp
              - job:
                  id: last
                  tags: []
                  transition: []
                  type: noop
              dag: sequential
              s: text
              l: 3
              d: 1.5
              b: true
              sa:
              - a
              la:
              - 1
              da:
              - 1.5
              ba:
              - true
              none: []
              sm:
                k: v
              m:
                k: 1
              x: 1
              '!day': TARGET_RUN_DATE
              '!when<long>(immutable)': 1 + 1
            """;

    @Test
    void everyKindOfParamIsReadAsTheClientMeansIt() {
        var pushed = push(EVERY_PARAM);
        assertThat(pushed.status()).as(pushed.json().toString()).isEqualTo(200);
        String workflow = "/workflow_definition/workflow/";
        String[] types = {"s", "STRING", "l", "LONG", "d", "DOUBLE", "b", "BOOLEAN", "sa", "STRING_ARRAY", "la",
            "LONG_ARRAY", "da", "DOUBLE_ARRAY", "ba", "BOOLEAN_ARRAY", "none", "STRING_ARRAY", "sm", "STRING_MAP", "m",
            "MAP", "day", "STRING", "when", "LONG"};
        for (int i = 0; i < types.length; i += 2)
            assertThat(pushed.at(workflow + "params/" + types[i] + "/type")).as(types[i]).isEqualTo(types[i + 1]);
        assertThat(pushed.at(workflow + "params/when/mode")).isEqualTo("IMMUTABLE");
        assertThat(pushed.at(workflow + "name")).isEqualTo("Täglich");
        assertThat(pushed.at(workflow + "steps/0/step/transition/successors/last")).isEqualTo("true");
        assertThat(pushed.json().at("/workflow_definition/is_active").asBoolean()).isTrue();
        assertThat(pushed.json().at("/workflow_definition/properties_snapshot/step_concurrency").asInt()).isEqualTo(20);
        assertThat(pushed.json().at("/workflow_definition/properties_snapshot/run_strategy"))
                .isEqualTo(Json.parse("{\"rule\":\"PARALLEL\",\"workflow_concurrency\":4}"));
        var valid = send("PUT", API + "/actions/validate/yaml", "application/yaml", EVERY_PARAM);
        assertThat(valid.at("/action")).isEqualTo("VALIDATE");
        assertThat(valid.at("/author")).isEqualTo("ann");
    }

    @Test
    void aRunIsStartedWithParamsWatchedAndReadInAllWays() {
        push(EVERY_PARAM);
        var started = json("POST", "/sdk.params/versions/default/actions/start",
                "{\"initiator\": {\"type\": \"manual\"}, \"run_params\": {\"x\": {\"value\": 5, \"type\": \"LONG\"}}}");
        assertThat(started.at("/status")).isEqualTo("CREATED");
        long n = started.json().path("workflow_instance_id").asLong();
        server.awaitEnd("sdk.params", n);
        String instance = "/sdk.params/instances/" + n;
        var watched = json("GET", instance, "");
        assertThat(watched.at("/aggregated_info/workflow_instance_status")).isEqualTo("SUCCEEDED");
        assertThat(watched.at("/aggregated_info/step_aggregated_views/load/status")).isEqualTo("SUCCEEDED");
        assertThat(watched.json().at("/params/x/evaluated_result").asInt()).isEqualTo(5);
        assertThat(json("GET", instance + "/runs/1", "").at("/status")).isEqualTo("SUCCEEDED");
        assertThat(json("GET", instance + "/steps/load", "").at("/runtime_state/status")).isEqualTo("SUCCEEDED");
        assertThat(json("GET", instance + "/runs/latest/steps/load/attempts/latest", "").status()).isIn(200, 400);
        assertThat(json("GET", instance + "/runs/1/steps/load/attempts/latest", "").at("/step_id")).isEqualTo("load");
        assertThat(json("GET", "/sdk.params/versions/default?enriched=True", "").json().has("enriched_extras")).isTrue();
        assertThat(json("GET", "/sdk.params/versions/default?enriched=False", "").json().has("enriched_extras")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /sdk.none/instances/7                        | NOT_FOUND
            GET  | /sdk.none/versions/default?enriched=False    | NOT_FOUND
            PUT  | /sdk.none/instances/7/actions/stop           | NOT_FOUND
            POST | /sdk.none/versions/default/actions/start     | NOT_FOUND
            POST | /sdk.none/versions/0/actions/start           | NOT_FOUND
            """)
    void anErrorHasItsCodeAsItsStatus(String method, String path, String code) {
        var reply = json(method, path, method.equals("POST") ? "{\"initiator\": {\"type\": \"manual\"}}" : "");
        assertThat(reply.at("/status")).isEqualTo(code);
        assertThat(reply.at("/message")).isNotEqualTo("(nothing)");
    }

    @Test
    void aRunIsStoppedAtEachLevelAndATerminalOneIsRefused() {
        push("Workflow:\n  id: sdk.stop\n  owner: ann\n  run_strategy: parallel\n  tags: []\n  jobs:\n  - job:\n"
                + "      id: wait\n      tags: []\n      transition: []\n      sleep_seconds: 60\n      type: Sleep\n");
        String instance = "/sdk.stop/instances/";
        long first = start("sdk.stop");
        var stopped = json("PUT", instance + first + "/actions/stop", "");
        assertThat(stopped.status()).isEqualTo(200);
        server.awaitEnd("sdk.stop", first);
        assertThat(json("PUT", instance + first + "/actions/kill", "").status()).isEqualTo(400);
        long second = start("sdk.stop");
        var step = json("PUT", instance + second + "/steps/wait/actions/stop", "");
        assertThat(step.status()).as(step.json().toString()).isEqualTo(200);
        assertThat(step.at("/step_id")).isEqualTo("wait");
        start("sdk.stop");
        var all = json("PUT", "/sdk.stop/actions/stop", "");
        assertThat(all.status()).isEqualTo(202);
        assertThat(all.at("/action")).isEqualTo("STOP");
    }

    @Test
    void loopsAndCalledWorkflowsArePushedAsTheClientWritesThem() {
        push("Workflow:\n  id: sdk.child\n  owner: ann\n  tags: []\n  jobs:\n  - job: {id: a, tags: [], transition: [], type: NoOp}\n");
        var pushed = push("""
                Workflow:
                  id: sdk.loops
                  owner: ann
                  tags: []
                  jobs:
                  - foreach:
                      id: fan
                      tags: []
                      transition:
                      - again
                      loop_params:
                        i: [1, 2]
                      jobs:
                      - job: {id: leaf, tags: [], transition: [], type: NoOp}
                      concurrency: 5
                      ranges: {}
                  - while:
                      id: again
                      tags: []
                      transition: [call]
                      loop_params: {j: 0}
                      jobs:
                      - job: {id: body, tags: [], transition: [], type: NoOp, '!j<long>': j + 1}
                      condition: j < 2
                  - subworkflow:
                      id: call
                      tags: []
                      transition: []
                      workflow_id: sdk.child
                      workflow_version: latest
                      sync: true
                  - foreach:
                      id: ranged
                      tags: []
                      transition: []
                      loop_params: {}
                      dag: {one: two}
                      jobs:
                      - job: {id: one, tags: [], transition: [], type: NoOp}
                      - job: {id: two, tags: [], transition: [], type: NoOp}
                      ranges:
                        n: [0, 3, 1]
                """);
        assertThat(pushed.status()).as(pushed.json().toString()).isEqualTo(200);
        String steps = "/workflow_definition/workflow/steps/";
        assertThat(pushed.at(steps + "0/foreach/transition/successors/again")).isEqualTo("true");
        assertThat(pushed.at(steps + "2/subworkflow/params/subworkflow_version/value")).isEqualTo("latest");
        assertThat(pushed.at(steps + "3/foreach/params/loop_params/value/n/type")).isEqualTo("LONG_ARRAY");
        assertThat(pushed.at(steps + "3/foreach/steps/0/step/transition/successors/two")).isEqualTo("true");
        long n = start("sdk.loops");
        server.awaitEnd("sdk.loops", n);
        assertThat(json("GET", "/sdk.loops/instances/" + n, "").at("/status")).isEqualTo("SUCCEEDED");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'Workflow: {id: sdk.bad, owner: a, tags: [], jobs: []}'
            'Workflow: {id: sdk.bad, owner: a, tags: [], workflow_concurrency: 2, run_strategy: sequential, jobs: [{job: {id: a, type: NoOp}}]}'
            'Workflow: {id: sdk.bad, owner: a, tags: [], jobs: [{job: {id: a, type: Odd}}]}'
            'Workflow: ['
            """)
    void whatCannotBePushedIsABadRequest(String yaml) {
        var reply = push(yaml);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.at("/status")).isEqualTo("BAD_REQUEST");
    }
}
