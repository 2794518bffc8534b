package maestro.model.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import maestro.model.json.Yaml;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code on_failure} and {@code on_success} in both forms. */
class HooksTest {
    private static final String JOBS = "\n  jobs: [{job: {id: a, type: noop}}]\n";

    private static CreateRequest yaml(String hooks) {
        return Definitions.fromYaml(Yaml.parse("workflow:\n  id: w\n  owner: amy\n" + hooks.indent(2) + JOBS.substring(1)),
                TemplateTypes.NONE);
    }

    @Test
    void theShortFormTakesOneHookOrAList() {
        var hooks = yaml("""
                on_failure:
                  workflow: tell
                  params: {channel: "#data", n: 3}
                on_success:
                  - webhook: https://example.com/done
                  - webhook: {url: "http://example.com/x", headers: {X-Key: k}}
                """).workflow().hooks();
        assertThat(hooks.onFailure()).containsExactly(new Hook.Start("tell", Map.of(
                "channel", ParamDefinition.literal(ParamType.STRING, "#data"),
                "n", ParamDefinition.literal(ParamType.LONG, 3L))));
        assertThat(hooks.onSuccess()).containsExactly(
                new Hook.Webhook("https://example.com/done", Map.of()),
                new Hook.Webhook("http://example.com/x", Map.of("X-Key", "k")));
    }

    @Test
    void hooksAreNoParamsAndComeBackAsTheyWereWritten() {
        var request = yaml("on_failure: {webhook: 'https://example.com'}\n");
        assertThat(request.workflow().params()).isEmpty();
        var json = Definitions.toJson(request);
        assertThat(Json.text(json.get("workflow").get("on_failure")))
                .isEqualTo("[{\"webhook\":{\"url\":\"https://example.com\"}}]");
        assertThat(Definitions.fromJson(json)).isEqualTo(request);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            on_failure: {workflow: a, webhook: 'http://b'} | needs one of 'workflow'
            on_failure: {}                                 | needs one of 'workflow'
            on_failure: {workflw: a}                       | needs one of 'workflow'
            on_failure: [1]                                | an object
            on_failure: {workflow: a, retries: 3}          | retries
            """)
    void whatIsNoHookIsRefused(String line, String message) {
        assertThatThrownBy(() -> yaml(line + "\n"))
                .isInstanceOf(MaestroException.class)
                .hasMessageContaining("onFailure")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            on_failure: {workflow: 'a b'}                                              | workflow.onFailure[0].workflow
            on_failure: {webhook: 'ftp://example.com'}                                 | workflow.onFailure[0].webhook.url
            on_failure: {webhook: '//'}                                                | workflow.onFailure[0].webhook.url
            on_failure: {webhook: 'http://u:p@example.com'}                            | workflow.onFailure[0].webhook.url
            on_success: {webhook: {url: 'http://b', headers: {"a b": c}}}              | workflow.onSuccess[0].webhook.headers
            """)
    void brokenFieldRulesNameTheirPlace(String line, String path) {
        assertThat(Definitions.violations(yaml(line + "\n"))).singleElement().asString().startsWith(path + " ");
    }

    @Test
    void thereAreTenAtMost() {
        String eleven = "on_failure: [" + "{workflow: a},".repeat(11) + "]\n";
        assertThat(Definitions.violations(yaml(eleven)))
                .containsExactly("workflow.onFailure has 11 entries, at most 10 are allowed");
    }

    @Test
    void aTextIsAParamAndTheAuthorIsTold() {
        var translation = Definitions.translated(
                Yaml.parse("workflow:\n  id: w\n  on_failure: tell" + JOBS), TemplateTypes.NONE);
        assertThat(translation.notices()).anyMatch(notice ->
                notice instanceof DslNotice.Misshapen(_, var key, _) && key.equals("on_failure"));
        assertThat(Definitions.fromJson(translation.request()).workflow().params()).containsKey("on_failure");
    }
}
