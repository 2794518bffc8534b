package maestro.server.ui;

import static maestro.server.http.Steps.foreach;
import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import maestro.model.json.Json;
import maestro.server.http.Running;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The stream that pages listen to, over HTTP. */
class LiveTest {
    @AutoClose
    private static final Running server = new Running();

    private record Event(String name, JsonNode data) {
        boolean of(String topic) {
            return data.path("topic").asString().equals(topic);
        }
    }

    /** One open stream; events wait in a queue. */
    private static final class Listener implements AutoCloseable {
        private final HttpClient client = HttpClient.newHttpClient();
        private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
        private final InputStream body;

        Listener(String topics) throws Exception {
            var request = HttpRequest.newBuilder(URI.create(server.http.base() + "/api/v3/events?topics=" + topics));
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            body = response.body();
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            String name = "";
            try (var lines = new Scanner(body, StandardCharsets.UTF_8).useDelimiter("\n")) {
                while (lines.hasNext()) {
                    String line = lines.next();
                    if (line.startsWith("event: ")) name = line.substring(7);
                    if (line.startsWith("data: ")) events.add(new Event(name, Json.parse(line.substring(6).getBytes(StandardCharsets.UTF_8))));
                }
            }
            events.add(new Event("closed", Json.object()));
        }

        Event await(Predicate<Event> wanted) throws InterruptedException {
            while (true) {
                Event event = events.poll(20, TimeUnit.SECONDS);
                assertThat(event).as("nothing came").isNotNull();
                if (wanted.test(event)) return event;
                assertThat(event.name()).isNotEqualTo("closed");
            }
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }

    @Test
    void listsHearOfRunsAndTheHomePageThatSomethingChanged() throws Exception {
        server.push("live.a", "", sleep("a", 60));
        try (var listener = new Listener("runs,workflow:live.a,workflow:live.other,home")) {
            for (String topic : new String[] {"runs", "workflow:live.a", "workflow:live.other", "home"})
                assertThat(listener.await(event -> event.name().equals("hello")).of(topic)).isTrue();
            long n = server.start("live.a");
            for (String topic : new String[] {"runs", "workflow:live.a"}) {
                var row = listener.await(event -> event.name().equals("runs") && event.of(topic)).data().at("/runs/0");
                assertThat(row.path("workflow_instance_id").asLong()).isEqualTo(n);
                assertThat(row.path("status").asString()).isEqualTo("IN_PROGRESS");
            }
            listener.await(event -> event.name().equals("changed") && event.of("home"));
            server.put("/api/v3/workflows/live.a/instances/" + n + "/actions/kill");
            listener.await(event -> event.name().equals("runs") && event.of("runs")
                    && event.data().at("/runs/0/status").asString().equals("FAILED"));
            assertThat(listener.events).noneMatch(event -> event.of("workflow:live.other"));
        }
    }

    @Test
    void aRunTellsItsStepsAndItsEnd() throws Exception {
        server.push("live.b", "", sleep("a", 60), noop("b"));
        long n = server.start("live.b");
        String topic = "run:live.b/" + n + "/1";
        try (var listener = new Listener(topic)) {
            listener.await(event -> event.name().equals("hello"));
            server.put("/api/v3/workflows/live.b/instances/" + n + "/steps/a/actions/skip");
            listener.await(event -> {
                boolean skipped = false;
                for (JsonNode step : event.data().path("steps"))
                    skipped |= step.path("id").asString().equals("a") && step.path("status").asString().equals("SKIPPED");
                return event.name().equals("steps") && skipped;
            });
            assertThat(listener.await(event -> event.name().equals("end")).of(topic)).isTrue();
            listener.await(event -> event.name().equals("closed"));
        }
    }

    @Test
    void aLoopTellsItsCountsWhileItRuns() throws Exception {
        server.push("live.loop", "", foreach("each", "\"concurrency\": 1,", 60, sleep("s", 1)));
        long n = server.start("live.loop");
        try (var listener = new Listener("run:live.loop/" + n + "/1")) {
            listener.await(event -> {
                for (JsonNode step : event.data().path("steps"))
                    if (step.at("/loop/ended/SUCCEEDED").asInt(0) > 0) return true;
                return false;
            });
            server.put("/api/v3/workflows/live.loop/instances/" + n + "/actions/kill");
            listener.await(event -> event.name().equals("end"));
        }
    }

    @Test
    void whatHasEndedOrIsNotThereEndsAtOnce() throws Exception {
        server.push("live.ended", "", noop("a"));
        long n = server.start("live.ended");
        server.awaitEnd("live.ended", n);
        try (var listener = new Listener("run:live.ended/" + n + "/1,run:none/1/1")) {
            listener.await(event -> event.name().equals("end"));
            listener.await(event -> event.name().equals("end"));
            listener.await(event -> event.name().equals("closed"));
        }
    }

    @Test
    void moreThanIsToldOneByOneIsAReset() throws Exception {
        server.push("live.many", "", noop("a"));
        try (var listener = new Listener("runs")) {
            listener.await(event -> event.name().equals("hello"));
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 600; i++) threads.submit(() -> server.start("live.many"));
            }
            listener.await(event -> event.name().equals("reset")
                    || event.name().equals("runs") && event.data().path("runs").size() <= 200);
            assertThat(listener.events).noneMatch(event -> event.data().path("runs").size() > 200);
        }
    }

    @Test
    void aStoreThatIsAwayIsTold() throws Exception {
        server.push("live.away", "", sleep("a", 60));
        try (var listener = new Listener("runs")) {
            listener.await(event -> event.name().equals("hello"));
            server.start("live.away");
            listener.await(event -> event.name().equals("runs"));
            server.databaseAway = true;
            int before = server.refused.get();
            long until = System.nanoTime() + 20_000_000_000L;
            while (server.refused.get() < before + 3) { // the stream looks twice a second, others may as well
                assertThat(System.nanoTime()).isLessThan(until);
                listener.events.poll(10, TimeUnit.MILLISECONDS);
            }
            server.databaseAway = false;
            listener.await(event -> event.name().equals("reset"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ""                      | 'topics' must name what to hear of
            ?topics=                | 'topics' must name what to hear of
            ?topics=odd             | 'topics' must name home, runs
            ?topics=runs,           | 'topics' must name home, runs
            ?topics=workflow:       | 'topics' must name home, runs
            ?topics=run:a/1         | 'topics' must name home, runs
            ?topics=run:a/-1/1      | 'topics' must name home, runs
            ?topics=run:a/1/99999999999999999999 | 'topics' must name home, runs
            """)
    void whatIsWrongIsRefusedByName(String query, String said) {
        var reply = server.http.get("/api/v3/events" + query);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.text().replace("\\u0027", "'")).contains(said);
    }

    @Test
    void moreTopicsThanThirtyTwoAreRefused() {
        String topics = IntStream.range(0, 33).mapToObj(i -> "workflow:w" + i).collect(Collectors.joining(","));
        assertThat(server.http.get("/api/v3/events?topics=" + topics).text()).contains("at most 32");
    }
}
