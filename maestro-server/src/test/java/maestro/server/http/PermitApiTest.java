package maestro.server.http;

import static maestro.server.http.Steps.foreach;
import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Tag permits, and the limit of a whole tree, over HTTP (rest-api.md §14, execution.md §8.3). */
class PermitApiTest {
    private static final String PERMITS = "/api/v3/tag-permits";

    @AutoClose
    private static final Running server = new Running();

    private static void permit(String tag, int max) {
        var reply = server.post(PERMITS, "{\"tag\": \"" + tag + "\", \"max_allowed\": " + max + "}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text()).isEmpty();
    }

    private static String tagged(String step, String... tags) {
        var list = new ArrayList<String>();
        for (String tag : tags) list.add("\"" + tag + "\"");
        return step.replaceFirst("\"transition\"", "\"tags\": [" + String.join(",", list) + "], \"transition\"");
    }

    private static JsonNode claims(String tag) {
        return server.http.get(PERMITS + "/" + tag + "/claims").json();
    }

    private static void await(String tag, int held, int waiting) {
        JsonNode now;
        do {
            now = claims(tag);
        } while (now.path("held").size() != held || now.path("waiting").size() != waiting);
    }

    private static String status(String id, long instance) {
        return server.http.get("/api/v3/workflows/" + id + "/instances/" + instance).json().path("status").asString();
    }

    @Test
    void aPermitIsSetReadListedAndRemoved() {
        server.post(PERMITS, "{\"tag\": \"p/one\", \"max_allowed\": 2, \"team\": \"blue\"}");
        var read = server.http.get(PERMITS + "/p%2Fone").json();
        assertThat(read.path("max_allowed").asInt()).isEqualTo(2);
        assertThat(read.path("team").asString()).isEqualTo("blue");
        assertThat(read.path("timeline")).hasSize(1);
        permit("p/one", 3);
        read = server.http.get(PERMITS + "/p%2Fone").json();
        assertThat(read.has("team")).isFalse();
        assertThat(read.path("timeline")).hasSize(2);
        assertThat(read.at("/timeline/1/message").asString()).contains("amy", "[3]", "[2]");
        assertThat(server.http.get(PERMITS + "?prefix=p/").json()).hasSize(1);
        for (int i = 0; i < 2; i++) {
            var removed = server.http.call("DELETE", PERMITS + "/p%2Fone", "", "");
            assertThat(removed.status()).isEqualTo(200);
            assertThat(removed.text()).isEmpty();
        }
        assertThat(server.http.get(PERMITS + "/p%2Fone").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"max_allowed": 2}                          | tag
            {"tag": "a", "max_allowed": -1}             | maxAllowed
            {"tag": "a", "max_allowed": "x"}            | maxAllowed
            {"tag": "a", "timeline": []}                | timeline
            []                                          | object
            """)
    void whatIsNoPermitIsRefused(String body, String said) {
        var reply = server.post(PERMITS, body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains(said);
        assertThat(server.http.get(PERMITS + "/a").status()).isEqualTo(404);
    }

    @Test
    void stepsOfAllWorkflowsShareAPermit_andWhoAskedFirstGoesFirst() {
        permit("gpu", 1);
        server.push("gpu1", "", tagged(sleep("a", 60), "gpu"));
        server.push("gpu2", "", tagged(noop("a"), "gpu"));
        long first = server.start("gpu1");
        await("gpu", 1, 0);
        long second = server.start("gpu2");
        await("gpu", 1, 1);
        assertThat(claims("gpu").at("/held/0/step").asString()).startsWith("[gpu1][1][1][a]");
        assertThat(server.http.get("/api/v3/workflows/gpu2/instances/1/steps/a").json()
                .at("/runtime_state/status").asString()).isEqualTo("WAITING_FOR_PERMITS");
        server.put("/api/v3/workflows/gpu1/instances/" + first + "/actions/kill");
        server.awaitEnd("gpu2", second);
        assertThat(status("gpu2", second)).isEqualTo("SUCCEEDED");
        await("gpu", 0, 0);
    }

    @Test
    void aLimitIsChangedWhileStepsRunAndWait() {
        server.push("lim", "", tagged(sleep("a", 60), "lim"));
        server.push("quick", "", tagged(noop("a"), "lim"));
        long running = server.start("lim"); // has no permit yet: free
        await("lim", 1, 0);
        permit("lim", 0);
        long second = server.start("quick");
        await("lim", 1, 1);
        permit("lim", 1); // the one that ran before the permit counts
        long third = server.start("quick");
        await("lim", 1, 2);
        server.put("/api/v3/workflows/quick/instances/" + third + "/actions/stop");
        await("lim", 1, 1);
        permit("lim", 2);
        server.awaitEnd("quick", second);
        permit("lim", 1);
        long fourth = server.start("quick");
        await("lim", 1, 1);
        server.http.call("DELETE", PERMITS + "/lim", "", "");
        server.awaitEnd("quick", fourth);
        server.put("/api/v3/workflows/lim/instances/" + running + "/actions/kill");
        await("lim", 0, 0);
    }

    @Test
    void aTagMayHaveAnyName() {
        permit("", 1);
        permit("x".repeat(2_000), 1);
        permit("a*b~!", 1);
        assertThat(server.http.get(PERMITS + "/a*b~!").json().path("max_allowed").asInt()).isEqualTo(1);
    }

    @Test
    void aStepThatWaitsForOneTagHoldsNothingUpAtOthers() {
        for (int i = 0; i < 8; i++) { // asked in whatever order, as the names have it
            String free = "free" + i;
            String closed = "closed" + i;
            permit(free, 1);
            permit(closed, 0);
            String id = "hold" + i;
            server.push(id, "", tagged(noop("both"), free, closed));
            long waits = server.start(id);
            await(closed, 0, 1);
            await(free, 0, 0);
            server.push(id + ".one", "", tagged(noop("a"), free));
            long passes = server.start(id + ".one");
            server.awaitEnd(id + ".one", passes);
            assertThat(status(id + ".one", passes)).isEqualTo("SUCCEEDED");
            String path = "/api/v3/workflows/" + id + "/instances/" + waits + "/steps/both";
            assertThat(server.http.get(path).json().path("timeline").toString())
                    .contains("The step is still waiting for tag permit").doesNotContain("Tag permit acquired");
            permit(closed, 1);
            server.awaitEnd(id, waits);
            assertThat(server.http.get(path).json().path("timeline").toString()).contains("Tag permit acquired");
            await(free, 0, 0);
            await(closed, 0, 0);
        }
    }

    @Test
    void aStepWithSeveralTagsNeedsAll_inWhateverOrderTheyAreWritten() {
        permit("m1", 1);
        permit("m2", 1);
        permit("m3", 1);
        server.push("multi", "", tagged(noop("a"), "m1", "m2"), tagged(noop("b"), "m2", "m1"),
                tagged(noop("c"), "m3", "m2", "m1"), tagged(noop("d"), "m3", "m1"));
        var instances = new ArrayList<Long>();
        for (int i = 0; i < 20; i++) instances.add(server.start("multi"));
        instances.forEach(instance -> server.awaitEnd("multi", instance));
        assertThat(instances.stream().map(instance -> status("multi", instance)).distinct()).containsExactly("SUCCEEDED");
        await("m1", 0, 0);
        await("m2", 0, 0);
    }

    @Test
    void leafStepsOfATreeRunAtMostAsManyAsItsLimitAtOnce() {
        server.push("tree", "\"instance_step_concurrency\": 2,",
                foreach("loop", "\"concurrency\": 6,", 4, sleep("x", 1), sleep("y", 1)));
        long instance = server.start("tree");
        server.awaitEnd("tree", instance);
        assertThat(status("tree", instance)).isEqualTo("SUCCEEDED");
        var spans = new ArrayList<long[]>();
        var inline = server.http.get("/api/v3/workflows/tree/instances/" + instance + "/steps/loop").json()
                .at("/artifacts/maestro_foreach/foreach_workflow_id").asString();
        for (int i = 1; i <= 4; i++) {
            var steps = server.http.get("/api/v3/workflows/" + inline + "/instances/" + i + "/steps").json();
            steps.forEach(step -> spans.add(new long[] {
                step.at("/runtime_state/start_time").asLong(), step.at("/runtime_state/end_time").asLong()}));
        }
        assertThat(spans).hasSize(8);
        assertThat(spans.stream().mapToLong(span -> span[0])
                .map(at -> atOnce(spans, at)).max().orElseThrow()).isLessThanOrEqualTo(2);
        await("maestro_tree:" + instance + ":1", 0, 0);
    }

    private static long atOnce(List<long[]> spans, long at) {
        return spans.stream().filter(span -> span[0] <= at && at < span[1]).count();
    }
}
