package maestro.cli;

import static maestro.cli.Called.maestro;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** {@code maestro validate} without a server. */
class ValidateCommandTest {
    private static final String WRONG = """
            workflow:
              id: w
              depends_on: [other]
              jobs:
                - job: {id: a, type: sleep, sleep_seconds: "<ten>"}
                - job: {id: a, type: noop}
            """;

    @TempDir
    private Path folder;

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void allProblemsAreToldAtTheirPlaces() throws Exception {
        var file = file("w.yaml", WRONG);
        var called = maestro("validate", file);
        assertThat(called.exit()).isEqualTo(Exit.REFUSED.code());
        assertThat(called.err().lines()).satisfiesExactlyInAnyOrder(
                line -> assertThat(line).startsWith(file + ":3:3: warning: workflow.depends_on: ").contains("dag: sequential"),
                line -> assertThat(line).startsWith(file + ":5:").contains("sleep_seconds is '<ten>'"),
                line -> assertThat(line).startsWith(file + ":4:3: error: workflow.jobs: has two steps with the id 'a'"));
    }

    @Test
    void warningsFailOnlyIfAsked() throws Exception {
        var file = file("w.yaml", "workflow:\n  id: w\n  cron: x\n  jobs:\n    - job: {id: a, type: noop}\n");
        assertThat(maestro("validate", file).exit()).isZero();
        assertThat(maestro("validate", file).out()).contains("w.yaml: valid, 1 warning");
        assertThat(maestro("validate", "--strict", file).exit()).isEqualTo(Exit.REFUSED.code());
    }

    @Test
    void asJsonSarifAndJUnit() throws Exception {
        var wrong = file("w.yaml", WRONG);
        var good = file("g.yaml", "workflow:\n  id: g\n  jobs:\n    - job: {id: a, type: noop}\n");
        var json = Json.parse(maestro("validate", "-o", "json", wrong, good).out());
        assertThat(json.at("/files/0/valid").asBoolean()).isFalse();
        assertThat(json.at("/files/0/problems")).hasSize(3);
        assertThat(json.at("/files/1/valid").asBoolean()).isTrue();
        var sarif = Json.parse(maestro("validate", "-o", "sarif", wrong).out());
        assertThat(sarif.at("/runs/0/results/0/locations/0/physicalLocation/region/startLine").asInt()).isEqualTo(3);
        assertThat(sarif.at("/runs/0/results/0/level").asString()).isEqualTo("warning");
        var xml = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(maestro("validate", "-o", "junit", wrong, good).out())));
        assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(2);
        assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(1);
    }

    @Test
    void aMalformedFileAndOneThatIsMissing() throws Exception {
        var file = file("w.yaml", "workflow:\n  id: [\n");
        assertThat(maestro("validate", file).err()).contains(file + ":").contains("Malformed YAML");
        assertThat(maestro("validate", folder.resolve("none").toString()).exit()).isEqualTo(Exit.USAGE.code());
    }
}
