package maestro.cli;

import static maestro.cli.Called.maestro;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyCommandTest {
    private static final String DSL = "workflow:\n  id: daily\n  owner: amy\n  jobs:\n    - job: {id: a, type: noop}\n";
    private static final String STORED = """
            {"properties_snapshot": {"workflow_id": "daily", "create_time": 1, "author": "amy", "owner": "amy",
               "run_strategy": {"rule": "SEQUENTIAL", "workflow_concurrency": 1}, "step_concurrency": 20},
             "metadata": {"workflow_id": "daily", "workflow_version_id": 3}, "is_active": true,
             "workflow": {"id": "daily"%s, "steps": [{"step": {"id": "a", "transition": {}, "type": "NoOp"}}]}}""";
    private static final String LATEST = "GET /api/v3/workflows/daily/versions/latest";
    private static final String PUSH = "POST /api/v3/workflows/yaml";
    private static final String REHEARSE = "PUT /api/v3/workflows/actions/validate/yaml?push=true";
    private static final String REHEARSE_JSON = "PUT /api/v3/workflows/actions/validate?push=true";

    private final FakeServer server = new FakeServer();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        server.close();
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private Called apply(String... arguments) {
        var all = new java.util.ArrayList<>(java.util.List.of("apply", "--server", server.url()));
        all.addAll(java.util.List.of(arguments));
        return maestro(all.toArray(new String[0]));
    }

    @Test
    void whatTheServerHasAlreadyIsNotPushed() throws Exception {
        server.on(LATEST, 200, STORED.formatted(""));
        var called = apply("-f", file("daily.yaml", DSL));
        assertThat(called.exit()).as(called.err()).isZero();
        assertThat(called.out()).startsWith("unchanged daily (");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void whatDiffersIsPushedAndTold() throws Exception {
        server.on(LATEST, 200, STORED.formatted(", \"name\": \"old\""));
        server.on(REHEARSE, 200, "{}");
        server.on(PUSH, 200, "{\"workflow_definition\": {\"metadata\": {\"workflow_version_id\": 4}}}");
        var called = apply("-f", file("daily.yaml", DSL));
        assertThat(called.out()).contains("changed daily version 4 (").contains("  - field name: old");
        assertThat(server.last().body()).isEqualTo(DSL);
    }

    @Test
    void aDryRunShowsTheDifferenceAndChangesNothing() throws Exception {
        server.on(LATEST, 200, STORED.formatted(", \"name\": \"old\"").replace("\"is_active\": true", "\"is_active\": false"));
        file("daily.yaml", DSL);
        file("notes.txt", "nothing to apply");
        Files.createDirectory(folder.resolve("more"));
        file("more/new.json", "{\"workflow\": {\"id\": \"fresh\", \"steps\": [{\"step\": {\"id\": \"a\", \"type\": \"NoOp\"}}]}}");
        server.on(REHEARSE, 200, "{}").on(REHEARSE_JSON, 200, "{}");
        var called = apply("-f", folder.toString(), "--dry-run");
        assertThat(called.exit()).as(called.err()).isZero();
        assertThat(called.out()).contains("would change daily", "- field name: old", "becomes active", "would create fresh");
        assertThat(server.asked()).noneMatch(asked -> asked.call().startsWith("POST "));
    }

    @Test
    void aDryRunEndsLikeTheRealCallWhereTheServerRefuses() throws Exception {
        var refusal = "{\"message\": \"the graph has a cycle\"}";
        server.on(REHEARSE, 400, refusal).on(PUSH, 400, refusal);
        var dry = apply("-f", file("daily.yaml", DSL), "--dry-run");
        var real = apply("-f", file("daily.yaml", DSL));
        assertThat(dry).isEqualTo(real);
        assertThat(dry.exit()).isEqualTo(Exit.REFUSED.code());
        assertThat(dry.err()).contains("daily.yaml: the graph has a cycle");
        assertThat(server.asked()).noneMatch(asked -> asked.call().equals(PUSH));
    }

    @Test
    void warningsAreToldAndRefusedWhenStrict() throws Exception {
        server.on(REHEARSE, 200, "{\"warnings\": [{\"path\": \"workflow.params.x\", \"message\": \"odd\"}]}")
                .on(PUSH, 200, "{\"workflow_definition\": {\"metadata\": {\"workflow_version_id\": 1}}}");
        var lenient = apply("-f", file("daily.yaml", DSL));
        assertThat(lenient.exit()).isZero();
        assertThat(lenient.err()).contains("warning: workflow.params.x: odd");
        assertThat(apply("-f", file("daily.yaml", DSL), "--strict").exit()).isEqualTo(Exit.REFUSED.code());
        assertThat(server.asked()).filteredOn(asked -> asked.call().equals(PUSH)).hasSize(1);
    }

    @Test
    void oneIdInTwoFilesIsRefusedBeforeAnythingIsSent() throws Exception {
        file("a.yaml", DSL);
        file("b.yaml", DSL);
        var called = apply("-f", folder.toString());
        assertThat(called.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(called.err()).contains("two files define daily").contains("a.yaml").contains("b.yaml");
        assertThat(server.asked()).noneMatch(asked -> asked.call().startsWith("P"));
    }

    @Test
    void aMistakeInOneFileKeepsTheOthersFromBeingPushed() throws Exception {
        file("a.yaml", DSL);
        file("b.json", "{\"workflow\": {\"id\": \"b\", \"odd\": 1}}");
        var called = apply("-f", folder.toString());
        assertThat(called.exit()).isEqualTo(Exit.REFUSED.code());
        assertThat(called.err()).contains("b.json").contains("odd");
        assertThat(server.asked()).noneMatch(asked -> asked.call().startsWith("POST"));
    }

    @Test
    void everyPathOfTheInterfaceCanBeCalled() {
        server.on("PUT /api/v3/workflows/w/instances/1/steps/s/actions/skip", 200, "{\"step_id\": \"s\"}");
        var skipped = maestro("api", "put", "workflows/w/instances/1/steps/s/actions/skip", "--server", server.url());
        assertThat(skipped.out()).contains("\"step_id\"");
        server.on("POST /x", 200, "{}");
        assertThat(maestro("api", "POST", "/x", "-d", "{\"a\": 1}", "--server", server.url()).exit()).isZero();
        assertThat(server.last().body()).isEqualTo("{\"a\":1}");
        assertThat(maestro("api", "PATCH", "/x", "--server", server.url()).exit()).isEqualTo(Exit.USAGE.code());
    }

    @Test
    void templatesPropertiesAndComparisonsHaveCommands() throws Exception {
        server.on("POST /api/v3/job-templates/yaml", 200, "{\"definition\": {\"job_type\": \"T\", \"version\": \"v\"}}");
        assertThat(maestro("template", "put", file("t.yaml", "owner: a\n"), "--server", server.url()).out())
                .startsWith("Stored template T version v.");
        server.on("DELETE /api/v3/job-templates/T?version=v", 200, "Removed [1]");
        assertThat(maestro("template", "delete", "T", "--version", "v", "--server", server.url()).out()).contains("[1]");
        server.on("POST /api/v3/workflows/w/properties", 200, "{\"workflow_id\": \"w\"}");
        assertThat(maestro("properties", "set", "w", "{\"description\": \"d\"}", "--server", server.url()).exit()).isZero();
        assertThat(server.last().body()).isEqualTo("{\"description\":\"d\"}");
        server.on("GET /api/v3/workflows/w/versions/1/diff/2", 200, "text/plain", "~ field name: a => b\n");
        assertThat(maestro("workflow", "diff", "w", "1", "2", "--server", server.url()).out()).contains("a => b");
    }
}
