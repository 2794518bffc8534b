package maestro.cli;

import static maestro.cli.Called.maestro;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowCommandsTest {
    private static final String DSL = "workflow:\n  id: daily\n  jobs:\n    - job: {id: a, type: noop}\n";
    private static final String STORED = """
            {"workflow_definition": {"metadata": {"workflow_id": "daily", "workflow_version_id": 3},
             "workflow": {"id": "daily", "steps": []}}}""";

    private final FakeServer server = new FakeServer();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aYamlDefinitionIsPushedAsItWasWritten() throws Exception {
        server.on("POST /api/v3/workflows/yaml", 200, STORED);
        var called = maestro("workflow", "push", file("daily.yaml", DSL), "--server", server.url());
        assertThat(called.exit()).isZero();
        assertThat(called.out()).startsWith("Pushed daily version 3 (");
        assertThat(server.last()).isEqualTo(
                new FakeServer.Asked("POST /api/v3/workflows/yaml", "amy", "application/yaml", DSL));
    }

    @Test
    void aCreateRequestInJsonIsPushedAsItWasWritten() throws Exception {
        server.on("POST /api/v3/workflows", 200, STORED);
        var text = "{\"workflow\": {\"id\": \"daily\",  \"steps\": []}}";
        assertThat(maestro("workflow", "push", file("daily.json", text), "--server", server.url()).exit()).isZero();
        assertThat(server.last().body()).isEqualTo(text);
        assertThat(server.last().type()).isEqualTo("application/json");
    }

    @Test
    void aCreateRequestInYamlBecomesJson() throws Exception {
        server.on("POST /api/v3/workflows", 200, STORED);
        var text = "properties: {owner: amy}\nworkflow:\n  id: daily\n  steps: []\n";
        assertThat(maestro("workflow", "push", file("daily.yml", text), "--server", server.url()).exit()).isZero();
        assertThat(server.last().body())
                .isEqualTo("{\"properties\":{\"owner\":\"amy\"},\"workflow\":{\"id\":\"daily\",\"steps\":[]}}");
    }

    @Test
    void nothingIsPushedWhenOneOfTheFilesIsMissing() throws Exception {
        server.on("POST /api/v3/workflows/yaml", 200, STORED);
        var called = maestro(
                "workflow", "push", file("daily.yaml", DSL), folder + "/no.yaml", "--server", server.url());
        assertThat(called.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(called.err()).contains("no.yaml: there is no such file");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void brokenYamlIsToldWithLineAndColumnAndNotSent() throws Exception {
        var called = maestro("workflow", "push", file("bad.yaml", "workflow:\n  id: [a\n"), "--server", server.url());
        assertThat(called.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(called.err()).containsPattern("bad.yaml: .*line 3");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void aRefusedPushNamesTheFileAndEachProblem() throws Exception {
        server.on("POST /api/v3/workflows/yaml", 400, """
                {"status": "BAD_REQUEST", "message": "not valid", "errors": ["workflow.id is odd", "owner is missing"]}""");
        var called = maestro("workflow", "push", file("daily.yaml", DSL), "--server", server.url());
        assertThat(called.exit()).isEqualTo(Exit.REFUSED.code());
        assertThat(called.err()).contains("daily.yaml: not valid\n  - workflow.id is odd\n  - owner is missing");
    }

    @Test
    void listIsATable() {
        server.on("GET /api/v3/workflows?first=50", 200, """
                {"elements": [{"workflow_id": "a", "active_version_id": 2, "latest_version_id": 3, "owner": "amy"},
                              {"workflow_id": "bee", "latest_version_id": 1}]}""");
        assertThat(maestro("workflow", "list", "--server", server.url()).out()).isEqualTo("""
                WORKFLOW  ACTIVE  LATEST  OWNER  NAME
                a         2       3       amy    -
                bee       -       1       -      -
                """);
    }

    @Test
    void whatTheServerDoesNotKnowIsNotFoundWhateverIsAskedOfIt() {
        server.on("GET /api/v3/workflows?first=200", 200, "{\"elements\": [{\"workflow_id\": \"daily\"}]}")
                .on("GET /api/v3/workflows/daly/versions/pagination?first=20", 200, "{\"elements\": []}")
                .on("GET /api/v3/workflows/daly/timeline", 200, "{\"timeline_events\": []}")
                .on("GET /api/v3/workflows/daly/instances?first=20", 200, "{\"elements\": []}")
                .on("GET /api/v3/workflows/daly/instances/1/steps", 200, "[]")
                .on("PUT /api/v3/workflows/daly/actions/stop", 200, "{\"message\": \"0\"}");
        for (var line : new String[] {"workflow versions daly", "workflow timeline daly", "instance list daly",
            "step list daly 1", "workflow stop daly", "workflow get daly", "instance start daly", "instance why daly 1"}) {
            var called = maestro((line + " --server " + server.url()).split(" "));
            assertThat(called.exit()).as(line).isEqualTo(Exit.NOT_FOUND.code());
            assertThat(called.err()).as(line).contains("Did you mean daily?");
        }
    }

    @Test
    void jsonAndYamlOutputAreTheAnswerItself() {
        server.on("GET /api/v3/workflows/a%20b/versions/default", 200, "{\"workflow\": {\"id\": \"a b\"}}");
        assertThat(maestro("workflow", "get", "a b", "-o", "json", "--server", server.url()).out())
                .isEqualToIgnoringWhitespace("{\"workflow\": {\"id\": \"a b\"}}");
        assertThat(maestro("workflow", "get", "a b", "-o", "yaml", "--server", server.url()).out())
                .isEqualTo("workflow:\n  id: a b\n");
    }

    @Test
    void theOtherVerbsReachTheirEndpoints() {
        server.on("DELETE /api/v3/workflows/a", 200, "{}")
                .on("GET /api/v3/workflows/a/overview", 200, """
                        {"workflow_id": "a", "latest_version_id": 3, "latest_instance_id": 12,
                         "nonterminal_instances": {"IN_PROGRESS": 1}}""")
                .on("PUT /api/v3/workflows/a/versions/latest/actions/activate", 200, "{}")
                .on("PUT /api/v3/workflows/a/actions/deactivate", 200, "{}")
                .on("GET /api/v3/workflows/a/versions/pagination?first=20", 200, """
                        {"elements": [{"metadata": {"workflow_version_id": 7}, "is_active": true, "workflow": {}}]}""");
        var url = server.url();
        var unasked = maestro("workflow", "delete", "a", "--server", url);
        assertThat(unasked.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(unasked.err()).contains(
                "deletes workflow a with its 3 versions, and all 12 instances with their logs; 1 are under way");
        assertThat(Called.on("yes\n", false, Map.of(), "workflow", "delete", "a", "--server", url).out())
                .startsWith("Deleted a");
        assertThat(maestro("workflow", "delete", "a", "--yes", "--server", url).out()).startsWith("Deleted a");
        assertThat(maestro("workflow", "activate", "a", "--server", url).out()).startsWith("Activated version latest");
        assertThat(maestro("workflow", "deactivate", "a", "--server", url).out()).startsWith("Deactivated a");
        assertThat(maestro("workflow", "versions", "a", "--server", url).out()).contains("\n7        yes");
    }

    @Test
    void validateGoesOnAfterAWrongFileAndFails() throws Exception {
        server.on("PUT /api/v3/workflows/actions/validate/yaml?push=true", 400, "{\"message\": \"first is wrong\"}")
                .on("PUT /api/v3/workflows/actions/validate/yaml?push=true", 200, "{}");
        var called = maestro("validate", file("a.yaml", DSL), file("b.yaml", DSL), "--server", server.url());
        assertThat(called.exit()).isEqualTo(Exit.REFUSED.code());
        assertThat(called.err()).contains("a.yaml: error: the server: ").contains("first is wrong");
        assertThat(called.out()).contains("b.yaml: valid");
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
