package maestro.server.http;

import static maestro.server.http.Steps.foreach;
import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.repeat;
import static maestro.server.http.Steps.shell;
import static maestro.server.http.Steps.sleep;
import static maestro.server.http.Steps.subworkflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Why a run of composite steps is where it is, over HTTP. */
class WhyTest {
    private static final String WORKFLOWS = "/api/v3/workflows/";

    @AutoClose
    private static final Running server = new Running();

    private static List<String> lines(String path) {
        var reply = server.http.get(WORKFLOWS + path);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        var lines = new ArrayList<String>();
        append(lines, reply.json(), "");
        return lines;
    }

    /** A start is answered before its steps begin: asks until the answer has settled. */
    private static List<String> settled(String path, Predicate<List<String>> wanted) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        var lines = lines(path);
        while (!wanted.test(lines) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            lines = lines(path);
        }
        return lines;
    }

    private static void assertSettles(String path, String... expected) {
        assertThat(settled(path, List.of(expected)::equals)).containsExactly(expected);
    }

    private static void append(List<String> lines, JsonNode reasons, String indent) {
        for (var reason : reasons) {
            lines.add(indent + reason.path("code").asString() + ": " + reason.path("message").asString());
            append(lines, reason.path("children"), indent + "  ");
        }
    }

    private static long run(String id, String... steps) {
        server.push(id, "", steps);
        return server.start(id);
    }

    @Test
    void aForeachTellsItsOldestIterationsAndWhatIsLeft() {
        long n = run("why.each", foreach("loop", "\"concurrency\": 2,", 5, sleep("nap", 3600)));
        assertSettles("why.each/instances/" + n + "/why",
                "LOOP_RUNNING: Step [loop] has ended 0 of 5 iterations.",
                "  ITERATION: Iteration 1 is under way.",
                "    STEP_SLEEPING: Step [nap] sleeps.",
                "  ITERATION: Iteration 2 is under way.",
                "    STEP_SLEEPING: Step [nap] sleeps.",
                "  ITERATIONS_NOT_LAUNCHED: Step [loop] has 3 iterations to launch; 2 may run at once.");
        assertThat(lines("why.each/instances/" + n + "/runs/1/steps/loop/why"))
                .isEqualTo(lines("why.each/instances/" + n + "/runs/latest/why"));
    }

    @Test
    void aStepOfAnIterationWaitsForPermitsOfItsOwnLoop() {
        server.push("why.permit", "", foreach("loop", "", 2, sleep("one", 3600), sleep("two", 3600)));
        server.post(WORKFLOWS + "why.permit/properties", "{\"step_concurrency\": 1}");
        long n = server.start("why.permit");
        assertThat(settled("why.permit/instances/" + n + "/why", lines -> lines.size() == 6)).anySatisfy(line ->
                assertThat(line).startsWith("    STEP_WAITS_FOR_PERMIT: Step [two] waits for the only permit of"))
                .anySatisfy(line -> assertThat(line).startsWith("      PERMIT_HOLDER: Step [one] of instance 1 of"));
    }

    @Test
    void aStepThatWaitsForSignalsNamesThemAndWhatToDo() {
        server.post("/api/v3/signals", "{\"name\": \"why day\", \"params\": {\"day\": 1, \"env\": \"test\"}}");
        long n = run("why.signal", noop("a").replaceFirst("\"transition\"", """
                "signal_dependencies": [{"name": "why day", "match_params": {
                  "day": {"param": {"value": 20260105, "type": "LONG"}, "operator": ">"},
                  "env": {"param": {"value": "prod", "type": "STRING"}, "operator": "="}}},
                 {"name": "why.never"}], "transition\""""));
        assertSettles("why.signal/instances/" + n + "/why",
                "STEP_WAITS_FOR_SIGNALS: Step [a] waits for 2 signals; `maestro step bypass why.signal " + n
                        + " a` lets it go on without.",
                "  SIGNAL_AWAITED: Signal [why day] with day > 20260105, env = \"prod\" is awaited: none of its 1"
                        + " announcements fits. Announce it by `maestro signal announce 'why day' -p day=20260106 -p"
                        + " env=prod`.",
                "  SIGNAL_AWAITED: Signal [why.never] is awaited: it was never announced. Announce it by `maestro signal"
                        + " announce why.never`.");
    }

    @Test
    void aStepThatWaitsForATagNamesItsPlaceAndWhoHoldsIt() {
        server.post("/api/v3/tag-permits", "{\"tag\": \"why gpu\", \"max_allowed\": 1}");
        String tags = "\"tags\": [\"why gpu\"], \"transition\"";
        long first = run("why.tag", sleep("fit", 3600).replaceFirst("\"transition\"", tags));
        assertSettles("why.tag/instances/" + first + "/why", "STEP_SLEEPING: Step [fit] sleeps.");
        long second = run("why.tagged", sleep("fit", 3600).replaceFirst("\"transition\"", tags));
        assertSettles("why.tagged/instances/" + second + "/why",
                "STEP_WAITS_FOR_PERMIT: Step [fit] waits for a permit of the tag [why gpu]: 1 of 1 permits are held,"
                        + " it is the next.",
                "  PERMIT_HOLDER: Step [fit] of instance " + first + " of [why.tag] holds a permit.");
    }

    @Test
    void aSubworkflowTellsWhatItsChildWaitsFor() {
        server.post("/api/v3/workflows", """
                {"properties": {"owner": "amy", "run_strategy": "SEQUENTIAL"},
                 "workflow": {"id": "why.child", "steps": [%s]}}""".formatted(sleep("nap", 3600)));
        long ahead = server.start("why.child");
        long n = run("why.parent", subworkflow("sub", "why.child"), noop("after"));
        assertSettles("why.parent/instances/" + n + "/steps/sub/why",
                "SUBWORKFLOW_RUNNING: Step [sub] waits for its subworkflow.",
                "  SUBWORKFLOW: Subworkflow instance 2 of [why.child] is queued.",
                "    RUN_QUEUED: It is next; SEQUENTIAL lets one run of [why.child] go at once.",
                "      RUN_AHEAD: Instance " + ahead + " of [why.child] is under way.",
                "        STEP_SLEEPING: Step [nap] sleeps.");
    }

    @Test
    void runsThatWaitForEachOtherAreToldOnce() {
        server.post("/api/v3/workflows", """
                {"properties": {"owner": "amy", "run_strategy": "SEQUENTIAL"},
                 "workflow": {"id": "why.circle", "steps": [%s]}}""".formatted(subworkflow("again", "why.circle")));
        server.start("why.circle");
        assertSettles("why.circle/instances/1/why",
                "SUBWORKFLOW_RUNNING: Step [again] waits for its subworkflow.",
                "  SUBWORKFLOW: Subworkflow instance 2 of [why.circle] is queued.",
                "    RUN_QUEUED: It is next; SEQUENTIAL lets one run of [why.circle] go at once.",
                "      CIRCLE: Instance 1 of [why.circle] stands above already: these runs wait for each other, and"
                        + " none of them makes room. Kill one of them, or let more runs of its workflow go at once.");
        assertThat(lines("why.circle/instances/2/why")).hasSize(4).last().asString()
                .contains("CIRCLE: Subworkflow instance 2 of [why.circle] stands above already");
    }

    @Test
    void aLoopThatFailedNamesTheIterationsThatMadeItFail() {
        long n = run("why.fail", foreach("loop", "", 3, shell("bad", "fail ${loop_i}")));
        server.awaitEnd("why.fail", n);
        assertThat(lines("why.fail/instances/" + n + "/why")).satisfies(lines -> {
            assertThat(lines.getFirst()).startsWith("RUN_ENDED: The run has ended FAILED");
            assertThat(lines.get(1)).startsWith("  STEP_ENDED: Step [loop] has ended FATALLY_FAILED");
            assertThat(lines.get(2)).contains("    RUN_ENDED: It ended with instance 1 of [maestro_foreach_");
            assertThat(lines.get(3)).isEqualTo(
                    "      STEP_ENDED: Step [bad] has ended FATALLY_FAILED: it said so (why).");
        });
    }

    @Test
    void aWhileTellsItsIteration() {
        long n = run("why.while", repeat("loop", "loop_i < 2", sleep("nap", 3600)));
        assertSettles("why.while/instances/" + n + "/why",
                "LOOP_RUNNING: Step [loop] is at iteration 1.",
                "  ITERATION: Iteration 1 is under way.",
                "    STEP_SLEEPING: Step [nap] sleeps.");
    }

    @Test
    void subjectsAndTimesAreTold() {
        long n = run("why.json", sleep("nap", 3600));
        String path = "why.json/instances/" + n + "/steps/nap/why";
        assertSettles(path, "STEP_SLEEPING: Step [nap] sleeps.");
        JsonNode reason = server.http.get(WORKFLOWS + path).json().get(0);
        assertThat(reason.path("subject").toString()).isEqualTo(
                "{\"workflow_id\":\"why.json\",\"workflow_instance_id\":" + n
                        + ",\"workflow_run_id\":1,\"step_id\":\"nap\",\"step_attempt_id\":1}");
        assertThat(reason.path("until").asLong() - reason.path("since").asLong()).isBetween(3_599_000L, 3_601_000L);
        assertThat(reason.path("children").isEmpty()).isTrue();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        long n = run("why.none", noop("a"));
        for (String path : List.of("why.no/instances/1/why", "why.none/instances/99/why",
                "why.none/instances/" + n + "/runs/7/why", "why.none/instances/" + n + "/steps/z/why"))
            assertThat(server.http.get(WORKFLOWS + path).status()).as(path).isEqualTo(404);
    }
}
