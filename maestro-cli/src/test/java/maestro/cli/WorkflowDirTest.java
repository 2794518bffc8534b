package maestro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowDirTest {
    private static final Path FOLDER = Path.of("/data/my $x \"flows\"");

    @ParameterizedTest
    @ValueSource(strings = {
        "workflow:\n  id: a\n  workflow_dir: %s # here\n  jobs: []\n",
        "workflow:\n  name: '\uD83C\uDF26 weather'\n  tags: [x, {y: z}]\n  workflow_dir: %s\n",
        "workflow:\n  workflow_params:\n    other: {workflow_dir: \"\"}\n    workflow_dir: %s\n",
        "{\"workflow\": {\"id\": \"a\", \"workflow_dir\": %s}}"})
    void anEmptyParamOfTheDslGetsTheFolderAndNothingElseChanges(String text) {
        var filled = "\"/data/my $$x \\\"flows\\\"\"";
        assertThat(WorkflowDir.fillDsl(text.formatted("\"\""), FOLDER)).isEqualTo(text.formatted(filled));
        assertThat(maestro.model.json.Yaml.parse(text.formatted(filled)).findValues("workflow_dir").getLast().asString())
                .isEqualTo("/data/my $$x \"flows\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "workflow:\n  workflow_dir: /mine\n",
        "workflow:\n  workflow_dir:\n",
        "workflow:\n  jobs:\n    - job: {id: a, workflow_dir: ''}\n",
        "workflow:\n  cfg: {workflow_dir: ''}\n",
        "workflow_dir: ''\n",
        "workflow: {id: a}\n"})
    void anyOtherDefinitionStaysAsItIs(String text) {
        assertThat(WorkflowDir.fillDsl(text, FOLDER)).isEqualTo(text);
    }

    @Test
    void aCreateRequestIsFilledInItsLongForm() {
        var text = """
                {"workflow": {"steps": [{"step": {"workflow_dir": ""}}], "params": {
                  "a": {"type": "STRING", "value": ""},
                  "workflow_dir": {"type": "STRING", "value": %s}}}}""";
        assertThat(WorkflowDir.fillRequest(text.formatted("\"\""), Path.of("/flows")))
                .isEqualTo(text.formatted("\"/flows\""));
    }
}
