package maestro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import maestro.core.check.ShortForm;
import maestro.model.definition.Definitions;
import maestro.model.definition.TemplateTypes;
import maestro.model.json.Yaml;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ExampleTest {
    private static final Path FOLDER = Path.of("..", "examples");

    static List<Path> examples() throws Exception {
        try (Stream<Path> files = Files.walk(FOLDER, 2)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aServerTakesItAndBashUnderstandsItsScripts(Path example) throws Exception {
        var tree = Yaml.parse(DefinitionFile.read(example).body().text());
        var request = ShortForm.request(tree, TemplateTypes.NONE);
        assertThat(Definitions.violations(request)).isEmpty();
        assertThat(Definitions.topLevelCycle(request.workflow())).isEmpty();
        assertThat(Definitions.unrunnable(request.workflow())).isEmpty();
        for (JsonNode job : tree.findParents("script")) {
            if (job.path("interpreter").asString("bash").startsWith("python")) continue;
            JsonNode script = job.get("script");
            var bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
            try (var in = bash.getOutputStream()) {
                in.write(script.asString().replace("$$", "$").getBytes());
            }
            assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(bash.getInputStream().readAllBytes())).isEmpty();
        }
    }
}
