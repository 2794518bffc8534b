package maestro.model.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import maestro.model.json.Yaml;
import maestro.model.run.StartRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes in, the answer is a request or BAD_REQUEST, and it comes soon. */
class FuzzTest {
    private static final int ROUNDS = 80;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final String YAML = """
            workflow:
              id: w
              run_strategy: parallel
              "!e<long>(constant)": 1 + 1
              m<pmap>: {a: [1, 2], b: {c: d}}
              jobs:
                - foreach: {id: f, ranges: {n: {to: 3}}, dag: sequential, jobs: [job: {id: a, type: noop}]}
                - job: {id: b, type: sleep, transition: [IF x THEN c, OTHERWISE d], sleep_seconds: 1}
                - while: {id: c, condition: i < 2, loop_params: {i: 0}, jobs: [job: {id: e, type: noop}]}
                - subworkflow: {id: d, version: 1}
            """;
    private static final List<String> SCRAPS = List.of(
            "null", "{}", "[]", "-1", "1e308", "1e-308", "9".repeat(400), "true", "\"\"", "\"$\"", "\"${}\"",
            "\"\\u0000\"", "{", "}", "[", "]", ":", ",", "\"", "'", "\n", "\t", "- ", "? ", "&a ", "*a ", "!x ", "!!str ",
            "| ", "%", "#", "\"value\"", "\"type\"", "\"MAP\"", "\"steps\"", "\"foreach\"", "\"loop_params\"", "\"id\"",
            "é", "\ud800");

    static Stream<Long> seeds() {
        return IntStream.range(0, 8).mapToObj(Long::valueOf);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mutatedDefinitionsAreReadOrRefused(long seed) throws IOException {
        var random = new SplittableRandom(seed);
        var samples = new ArrayList<String>();
        for (var path : SamplesTest.samples().toList()) {
            samples.add(Files.readString(path));
        }
        for (int round = 0; round < ROUNDS; round++) {
            String text = mutated(samples.get(random.nextInt(samples.size())), random);
            check(text, FuzzTest::readJson);
            check(mutated(YAML, random), FuzzTest::readYaml);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomTreesAreReadOrRefused(long seed) {
        var random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            var tree = new StringBuilder();
            value(tree, random, 7);
            check(tree.toString(), FuzzTest::readJson);
            check(tree.toString(), FuzzTest::readYaml);
            check("{\"workflow\":{\"id\":\"w\",\"steps\":[" + tree + "],\"jobs\":[" + tree + "]}}", FuzzTest::readYaml);
            check("{\"initiator\":{\"type\":\"manual\"},\"run_params\":" + tree + "}", text ->
                    StartRequest.fromJson(Json.parse(text)));
        }
    }

    @Test
    void monstersAreReadOrRefused() {
        int half = 1_000_000;
        String longKey = "k".repeat(half);
        String manyMembers = IntStream.range(0, 40_000)
                .mapToObj(i -> "\"p" + i + "\":{\"type\":\"LONG\",\"value\":1}")
                .reduce(new StringBuilder(), (text, next) -> text.append(text.isEmpty() ? "" : ",").append(next),
                        StringBuilder::append)
                .toString();
        var deepLoops = new StringBuilder();
        String open = "{\"while\":"
                + "{\"id\":\"a\",\"condition\":\"x\","
                + "\"params\":{\"loop_params\":{\"type\":\"MAP\",\"value\":{}}},\"steps\":[";
        deepLoops.append(open.repeat(150)).append("]}}".repeat(150));
        String deepMaps = "{\"type\":\"MAP\",\"value\":{\"" + "n".repeat(128) + "\":";
        for (String monster : List.of(
                "{\"workflow\":{\"params\":{\"" + longKey + "\":{\"type\":\"MAP\",\"value\":{" + manyMembers + "}}}}}",
                "{\"workflow\":{\"steps\":[" + deepLoops + "]}}",
                "{\"workflow\":{\"params\":{\"p\":" + deepMaps.repeat(200) + "{}" + "}}".repeat(200) + "}}}",
                "{\"workflow\":{\"id\":\"" + "a".repeat(half) + "\",\"timeout\":\"" + "1h".repeat(half / 4) + "\"}}",
                "{\"workflow\":{\"timeout\":1e999,\"steps\":[" + chain(5_000) + "]}}",
                "{\"workflow\":{\"id\":\"w\",\"steps\":[" + crowd(200) + "]}}",
                "{\"workflow\":{\"steps\":[{\"step\":{\"id\":\"a\",\"type\":\"noop\","
                        + "\"retry_policy\":{\"error_retry_limit\":\""
                        + "${".repeat(half / 4) + "\"}}}]}}")) {
            check(monster, FuzzTest::readJson);
            check(monster, FuzzTest::readYaml);
        }
        check("workflow: {jobs: [job: {type: noop}], \"" + "!".repeat(half) + "<".repeat(half / 2) + "\": 1}",
                FuzzTest::readYaml);
        check("workflow: {jobs: [job: {type: noop, transition: [\"IF " + "THEN ".repeat(half / 10) + "\"]}]}",
                FuzzTest::readYaml);
        check("a: 1" + " ".repeat(half), FuzzTest::readYaml);
    }

    private static String chain(int steps) {
        var text = new StringBuilder();
        for (int i = 0; i < steps; i++) {
            text.append(i == 0 ? "" : ",").append("{\"step\":{\"id\":\"s").append(i)
                    .append("\",\"type\":\"noop\",\"transition\":{\"successors\":{\"s").append((i + 1) % steps)
                    .append("\":\"true\"}}}}");
        }
        return text.toString();
    }

    private static String crowd(int steps) {
        var successors = new StringBuilder();
        for (int i = 0; i < steps; i++) {
            successors.append(i == 0 ? "" : ",").append("\"s").append(i).append("\":\"\"");
        }
        var text = new StringBuilder();
        for (int i = 0; i < steps; i++) {
            text.append(i == 0 ? "" : ",").append("{\"step\":{\"id\":\"s").append(i)
                    .append("\",\"type\":\"noop\",\"transition\":{\"predecessors\":[\"x\"],\"successors\":{")
                    .append(successors).append("}}}}");
        }
        return text.toString();
    }

    private static void readJson(String text) {
        var request = Definitions.fromJson(Json.parse(text.getBytes(StandardCharsets.UTF_8)));
        Definitions.topLevelCycle(request.workflow());
        roundTrip(Definitions.checked(request));
    }

    private static void readYaml(String text) {
        var request = Definitions.fromYaml(Yaml.parse(text), TemplateTypes.NONE);
        Definitions.topLevelCycle(request.workflow());
        roundTrip(Definitions.checked(request));
    }

    private static void roundTrip(CreateRequest request) {
        var written = Json.bytes(Definitions.toJson(request));
        assertThat(Json.bytes(Definitions.toJson(Definitions.fromJson(Json.parse(written))))).isEqualTo(written);
    }

    /** The better of two tries counts: the first one of a kind also pays for compiling the code it runs. */
    private static void check(String text, Consumer<String> read) {
        long first = cost(text, read);
        assertThat(first < PATIENCE_NANOS ? first : cost(text, read))
                .as(text.substring(0, Math.min(100, text.length())))
                .isLessThan(PATIENCE_NANOS);
    }

    private static long cost(String text, Consumer<String> read) {
        long start = cpuNanos();
        try {
            read.accept(text);
        } catch (MaestroException e) {
            assertThat(e.code()).isEqualTo(Code.BAD_REQUEST);
            assertThat(e.getMessage().length()).isLessThan(20_000);
        } catch (RuntimeException | StackOverflowError e) {
            fail("neither read nor refused: " + text.substring(0, Math.min(2_000, text.length())), e);
        }
        return cpuNanos() - start;
    }

    /** Of this thread alone: a busy machine fails no test. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static String mutated(String text, SplittableRandom random) {
        var mutant = new StringBuilder(text);
        for (int i = random.nextInt(1, 4); i > 0 && !mutant.isEmpty(); i--) {
            int at = random.nextInt(mutant.length());
            int length = Math.min(random.nextInt(1, 12), mutant.length() - at);
            switch (random.nextInt(4)) {
                case 0 -> mutant.delete(at, at + length);
                case 1 -> mutant.insert(at, SCRAPS.get(random.nextInt(SCRAPS.size())));
                case 2 -> mutant.replace(at, at + length, SCRAPS.get(random.nextInt(SCRAPS.size())));
                default -> mutant.insert(at, mutant.substring(at, Math.min(mutant.length(), at + 20 * length)));
            }
        }
        return mutant.toString();
    }

    private static final List<String> KEYS = List.of(
            "workflow", "properties", "id", "steps", "step", "foreach", "while", "params", "type", "value",
            "expression", "loop_params", "transition", "successors", "tags", "name", "timeout", "jobs", "job", "dag",
            "x<long>", "!x");

    private static void value(StringBuilder out, SplittableRandom random, int depth) {
        switch (depth == 0 ? random.nextInt(5) : random.nextInt(8)) {
            case 0 -> out.append(random.nextInt(-3, 300));
            case 1 -> out.append(random.nextDouble());
            case 2 -> out.append(random.nextBoolean() ? "true" : "null");
            case 3 -> out.append('"').append(KEYS.get(random.nextInt(KEYS.size()))).append('"');
            case 4 -> out.append(random.nextBoolean() ? "\"NOOP\"" : "\"MAP\"");
            case 5 -> {
                out.append('[');
                for (int i = random.nextInt(3); i >= 0; i--) {
                    value(out, random, depth - 1);
                    out.append(i == 0 ? "" : ",");
                }
                out.append(']');
            }
            default -> {
                out.append('{');
                for (int i = random.nextInt(4); i >= 0; i--) {
                    out.append('"').append(KEYS.get(random.nextInt(KEYS.size()))).append("\":");
                    value(out, random, depth - 1);
                    out.append(i == 0 ? "" : ",");
                }
                out.append('}');
            }
        }
    }
}
