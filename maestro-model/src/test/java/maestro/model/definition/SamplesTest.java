package maestro.model.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import maestro.model.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Published definitions are read, and what we write of them is read back to the same. */
class SamplesTest {
    static Stream<Path> samples() throws IOException {
        try (var files = Files.list(Path.of("src/test/resources/samples"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void survivesWritingAndReading(Path sample) throws IOException {
        var request = Definitions.fromJson(Json.parse(Files.readAllBytes(sample)));

        var written = Definitions.toJson(request);
        var again = Definitions.fromJson(Json.parse(Json.bytes(written)));

        assertThat(Definitions.toJson(again)).isEqualTo(written);
        assertThat(Definitions.toJson(Definitions.workflowFromJson(written.get("workflow"))))
                .isEqualTo(written.get("workflow"));
        assertThat(Definitions.violations(request)).isEmpty();
        assertThat(Definitions.topLevelCycle(request.workflow())).isEmpty();
        assertThat(written.get("workflow").get("steps").get(0).iterator().next().has("transition"))
                .isTrue();
    }
}
