package maestro.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import maestro.model.json.Json;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Job templates over HTTP, and what they give to steps. */
class JobTemplateTest {
    private static final String TEMPLATES = "/api/v3/job-templates";
    private static final String SCRIPT = "\"params\":{\"script\":{\"type\":\"STRING\",\"value\":\"%s\"}}";

    @AutoClose
    private static final Running server = new Running();

    private static Http.Reply upload(String type, String version, String more) {
        return server.post(TEMPLATES, """
                {"owner": "amy", "status": "active", "support": "#help", "team": "data",
                 "definition": {"job_type": "%s", "step_type": "shell", "version": "%s"%s}}"""
                .formatted(type, version, more.isEmpty() ? "" : "," + more));
    }

    @Test
    void aTemplateIsStoredReadListedAndRemoved() {
        var stored = upload("Crud", "v1", "\"tags\": [\"t\"], \"description\": \"d\"," + SCRIPT.formatted("x"));
        assertThat(stored.status()).as(stored.text()).isEqualTo(200);
        JsonNode document = stored.json();
        long created = document.at("/metadata/create_time").asLong();
        assertThat(document).isEqualTo(Json.parse("""
                {"metadata": {"owner": "amy", "version_author": "amy", "status": "active", "support": "#help",
                   "create_time": %d, "team": "data"},
                 "definition": {"job_type": "Crud", "description": "d", "step_type": "Shell", "version": "v1",
                   "tags": [{"name": "t"}], "params": {"script": {"value": "x", "type": "STRING"}}}}"""
                .formatted(created)));
        assertThat(server.http.get(TEMPLATES + "/Crud?version=v1").json()).isEqualTo(document);
        assertThat(server.http.get(TEMPLATES + "?version=v1").json()).containsExactly(document);
        assertThat(server.http.get(TEMPLATES + "/Crud").status()).isEqualTo(404);
        var removed = server.delete(TEMPLATES + "/Crud?version=v1");
        assertThat(removed.status()).isEqualTo(200);
        assertThat(removed.text()).contains("[1]");
        assertThat(server.delete(TEMPLATES + "/Crud").text()).contains("[0]");
    }

    @Test
    void theYamlFormIsTheSameDocument() {
        String yaml = """
                owner: {name: amy, team: x}
                status: active
                support: none
                definition:
                  job_type: Yaml
                  step_type: SHELL
                  version: default
                  params: {script: {type: string, value: y}}
                """;
        var stored = server.http.call("POST", TEMPLATES + "/yaml", "user: amy;;content-type: application/yaml", yaml);
        assertThat(stored.json().at("/metadata/owner/team").asString()).isEqualTo("x");
        assertThat(stored.json().at("/definition/params/script/type").asString()).isEqualTo("STRING");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"status":"a","support":"s","definition":{"job_type":"A","step_type":"Shell","version":"v"}}           | owner
            {"owner":"o","status":"a","support":"s"}                                                               | definition
            {"owner":"o","status":"a","support":"s","definition":{"step_type":"Shell","version":"v"}}              | definition.jobType
            {"owner":"o","status":"a","support":"s","definition":{"job_type":"A","step_type":"Odd","version":"v"}} |
            {"owner":"o","status":"a","support":"s","definition":{"job_type":"A","step_type":"Shell","version":"v","x":1}} |
            {"owner":"o","status":"a","support":"s","create_time":1,"definition":{"job_type":"A","step_type":"Shell","version":"v"}} |
            {"owner":"o","status":"a","support":"s","definition":{"job_type":"a b","step_type":"Shell","version":"v"}} | definition.jobType
            {"owner":"o","status":"a","support":"s","definition":{"job_type":"A","step_type":"Shell","version":"1"}} | definition.version
            {"owner":"o","status":"a","support":"s","definition":{"job_type":"A","step_type":"Shell","version":"v","tags":[""]}} | definition.tags[0].name
            {"owner":"o","status":"a","support":"s","definition":{"job_type":"A","step_type":"Shell","version":"v","inherit_from":{"A":"v"}}} |
            """)
    void aBadTemplateIsRefused(String body, String path) {
        var reply = server.post(TEMPLATES, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        if (path == null) assertThat(reply.json().has("errors")).as(reply.text()).isFalse();
        else assertThat(reply.json().at("/errors/0").asString()).startsWith(path + " ");
    }

    @Test
    void aStepTakesParamsAndTagsOfItsTemplateAndOfThoseItInheritsFrom() {
        upload("Base", "default", "\"tags\": [\"base\", {\"name\": \"both\", \"from\": \"base\"}], \"params\": {"
                + "\"script\": {\"type\":\"STRING\",\"value\":\"base\"},"
                + "\"depth\": {\"type\":\"LONG\",\"value\":1}, \"given\": {\"type\":\"LONG\",\"value\":1}}");
        upload("Mine", "v7", "\"inherit_from\": {\"Base\": \"default\", \"Gone\": \"v1\"},"
                + "\"tags\": [{\"name\": \"both\", \"from\": \"mine\"}, {\"name\": \"own\", \"from\": \"mine\"}],"
                + SCRIPT.formatted("said by ${depth}"));
        var pushed = server.push("tpl", "\"params\": {\"depth\": {\"type\":\"LONG\",\"value\":5},"
                + "\"job_template_version\": {\"type\":\"STRING\",\"value\":\"v7\"}},",
                "{\"step\": {\"id\": \"a\", \"type\": \"Shell\", \"sub_type\": \"Mine\", \"tags\": [\"own\"],"
                        + "\"params\": {\"given\": {\"type\":\"LONG\",\"value\":2}}}}");
        assertThat(pushed.status()).as(pushed.text()).isEqualTo(200);
        long n = server.start("tpl");
        server.awaitEnd("tpl", n);
        JsonNode step = server.http.get("/api/v3/workflows/tpl/instances/" + n + "/steps/a").json();
        assertThat(step.at("/runtime_state/status").asString()).as(step.toString()).isEqualTo("SUCCEEDED");
        assertThat(step.at("/params/script/evaluated_result").asString()).isEqualTo("said by 5");
        assertThat(step.at("/params/depth/evaluated_result").asLong()).isEqualTo(5);
        assertThat(step.at("/params/given/evaluated_result").asLong()).isEqualTo(2);
        assertThat(step.path("tags")).isEqualTo(Json.parse("""
                [{"name":"base"},{"name":"both","from":"mine"},{"name":"own"}]"""));
        JsonNode enriched = server.http.get("/api/v3/workflows/tpl/versions/latest?enriched=true").json()
                .at("/enriched_extras/step_params/a");
        assertThat(enriched.at("/script/value").asString()).isEqualTo("said by ${depth}");
        assertThat(enriched.at("/depth/value").asLong()).isEqualTo(5);
        assertThat(enriched.at("/depth/source").asString()).isEqualTo("WORKFLOW_PARAMETER");
        assertThat(enriched.at("/given/source").asString()).isEqualTo("DEFINITION");
    }

    @Test
    void anOverrideThatFitsItsTemplateOnlyOnceItIsEvaluatedIsLeftOutOfEnrichedDefinitions() {
        upload("Late", "default", "\"params\": {\"script\": {\"type\":\"STRING\",\"value\":\"at ${depth}\"},"
                + "\"depth\": {\"type\":\"LONG\",\"value\":1}}");
        server.push("tpl.late", "\"params\": {\"n\": {\"type\":\"LONG\",\"value\":5},"
                + "\"depth\": {\"type\":\"STRING\",\"value\":\"${n}\"}},",
                "{\"step\": {\"id\": \"a\", \"type\": \"Shell\", \"sub_type\": \"Late\"}}");
        long n = server.start("tpl.late");
        server.awaitEnd("tpl.late", n);
        assertThat(server.http.get("/api/v3/workflows/tpl.late/instances/" + n + "/steps/a").json()
                .at("/params/script/evaluated_result").asString()).isEqualTo("at 5");
        var enriched = server.http.get("/api/v3/workflows/tpl.late/versions/latest?enriched=true");
        assertThat(enriched.status()).as(enriched.text()).isEqualTo(200);
        assertThat(enriched.json().at("/enriched_extras/step_params/a/depth/value").asLong()).isEqualTo(1);
    }

    @Test
    void aTemplateOfAnotherStepTypeIsRefusedAtThePush() {
        server.post(TEMPLATES, """
                {"owner": "amy", "status": "active", "support": "s",
                 "definition": {"job_type": "Other", "step_type": "Http", "version": "default"}}""");
        var pushed = server.push("tpl.other", "",
                "{\"step\": {\"id\": \"a\", \"type\": \"Shell\", \"sub_type\": \"Other\"," + SCRIPT.formatted("x") + "}}");
        assertThat(pushed.status()).isEqualTo(400);
        assertThat(pushed.json().path("message").asString()).contains("Other").contains("Http");
    }

    @Test
    void aYamlJobMayNameATemplateAsItsType() {
        upload("Named", "v2", SCRIPT.formatted("from the template"));
        String yaml = "workflow:\n  id: tpl.yaml\n  owner: amy\n  jobs:\n"
                + "    - job: {id: a, type: Named, type_version: v2}\n";
        String headers = "user: amy;;content-type: application/yaml";
        var pushed = server.http.call("POST", "/api/v3/workflows/yaml", headers, yaml);
        JsonNode step = pushed.json().at("/workflow_definition/workflow/steps/0/step");
        assertThat(step.path("type").asString()).as(pushed.text()).isEqualTo("Shell");
        assertThat(step.path("sub_type").asString()).isEqualTo("Named");
        assertThat(step.path("sub_type_version").asString()).isEqualTo("v2");
        long n = server.start("tpl.yaml");
        server.awaitEnd("tpl.yaml", n);
        assertThat(server.http.get("/api/v3/workflows/tpl.yaml/instances/" + n + "/steps/a").json()
                .at("/params/script/evaluated_result").asString()).isEqualTo("from the template");
        var unknown = server.http.call("POST", "/api/v3/workflows/yaml", headers, yaml.replace("v2", "v3"));
        assertThat(unknown.status()).isEqualTo(400);
    }
}
