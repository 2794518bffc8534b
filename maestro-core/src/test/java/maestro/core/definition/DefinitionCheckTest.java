package maestro.core.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import maestro.core.check.ShortForm;
import maestro.core.definition.DefinitionCheck.Known;
import maestro.model.definition.Definitions;
import maestro.model.definition.TemplateTypes;
import maestro.model.json.Json;
import maestro.model.json.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a newcomer writes, and what is told about it: everything, at its place in the file. */
class DefinitionCheckTest {
    private static final long NOW = 1_700_000_000_000L;

    private static List<String> lines(String text) {
        return DefinitionCheck.of(text, Known.nothing(NOW)).problems().stream().map(problem -> problem.text("f")).toList();
    }

    @Test
    void allIsToldAtOnce() {
        assertThat(lines("""
                workflow:
                  id: w
                  schedule: "0 6 * * *"
                  unused: 3
                  jobs:
                    - job:
                        id: first
                        type: shell
                        retries: 3
                        timeuot: 5m
                        script: echo hi
                        transition: [second, IF rows > THEN third]
                    - job: {id: second, type: sleep, sleep_seconds: ten}
                    - job: {id: third, type: shel, script: "true", tags: 7}
                """)).satisfiesExactly(
                line -> assertThat(line).startsWith("f:3:3: warning: workflow.schedule: ").contains("time_triggers: [")
                        .endsWith("[UNKNOWN_KEY]"),
                line -> assertThat(line).startsWith("f:4:3: warning: workflow.unused: ").endsWith("[UNREAD_PARAM]"),
                line -> assertThat(line).startsWith("f:9:9: warning: workflow.jobs[0].job.retries: ")
                        .contains("retry_policy: {"),
                line -> assertThat(line).startsWith("f:10:9: warning: workflow.jobs[0].job.timeuot: ")
                        .contains("did you mean timeout?"),
                line -> assertThat(line).startsWith("f:12:39: error: workflow.jobs[0].job.transition[1]: ")
                        .endsWith("[PARSE_ERROR]"),
                line -> assertThat(line).startsWith("f:13:38: error: ").contains("'ten'").endsWith("[WRONG_VALUE]"),
                line -> assertThat(line).startsWith("f:14:24: error: ").contains("did you mean shell?"),
                line -> assertThat(line).startsWith("f:14:52: error: workflow.jobs[2].job.tags: ")
                        .endsWith("[UNREADABLE]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            retry_policy: {error_retry_limit: 5}                             | errorLimit=Optional[ParsableLong[text=5
            retry_policy: {error_retry_limit: 5, backoff: {type: FIXED_BACKOFF, error_retry_backoff_in_secs: 2s}} | Fixed
            signal_outputs: [{name: ready}]                                  | SignalOutput[name=ready
            signal_dependencies: [{name: ready}]                             | SignalDependency[name=ready
            failure_mode: IGNORE_FAILURE                                     | IGNORE_FAILURE
            timeout: 1h 30m                                                  | 1h 30m
            tags: [a]                                                        | name=a
            """)
    void aJobsFieldsWork(String line, String shown) {
        var text = "workflow:\n  id: w\n  owner: amy\n  jobs:\n    - job:\n        id: a\n        type: noop\n        " + line + "\n";
        assertThat(lines(text)).isEmpty();
        var step = ShortForm.request(Yaml.parse(text), TemplateTypes.NONE).workflow().steps().getFirst();
        assertThat(step.toString()).contains(shown);
        if (line.startsWith("retry_policy")) {
            assertThat(step.common().params()).as("as the contract has it").containsKey("retry_policy");
        }
    }

    @Test
    void aWorkflowsFieldsWork() {
        var request = ShortForm.request(Yaml.parse("""
                workflow:
                  id: w
                  owner: amy
                  step_concurrency: 7
                  instance_step_concurrency: 3
                  time_triggers: [{type: CRON, cron: "0 6 * * *"}]
                  signal_triggers: [{definitions: {orders: {}}}]
                  jobs: [{job: {id: a, type: noop}}]
                """), TemplateTypes.NONE);
        assertThat(request.properties().orElseThrow().stepConcurrency()).contains(7);
        assertThat(request.workflow().instanceStepConcurrency()).contains(3);
        assertThat(request.workflow().timeTriggers()).hasSize(1);
        assertThat(request.workflow().signalTriggers()).hasSize(1);
        assertThat(request.workflow().params()).containsOnlyKeys("step_concurrency", "instance_step_concurrency");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            retry_policy: never                       | has not the field's form
            retry_policy: {error_retry_limit: 500}    | error_retry_limit '500' is not a number from 0 to 99
            retry_policy: {retries: 3}                | unknown field 'retries'
            signal_outputs: [ready]                   | expected a list of maps
            job_params: {}                            |
            version: 3.10                             | quote it to keep '3.10'
            flag: yes                                 | write true or false
            limit: .inf                               | params hold no such numbers
            """)
    void aFieldsNameWithAnotherValueStaysAParamAndIsTold(String line, String told) {
        var text = "workflow:\n  id: w\n  owner: amy\n  jobs:\n    - job:\n        id: a\n        type: noop\n        " + line + "\n";
        var problems = DefinitionCheck.of(text, Known.nothing(NOW));
        assertThat(problems.valid()).isTrue();
        if (told == null) assertThat(problems.problems()).isEmpty();
        else assertThat(problems.problems()).anySatisfy(problem -> assertThat(problem.message()).contains(told));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "!x": n + 1              | LONG
            "!x": n * 1.5            | DOUBLE
            "!x": n > 2              | BOOLEAN
            "!x": "'a' + n"          | STRING
            "!x": Util.intsBetween(0, n, 1) | LONG_ARRAY
            "!x<string>": n + 1      | STRING
            "!x": unknown + 1        | STRING
            "!n": n + 1              | LONG
            "!x": first__y           | LONG
            """)
    void theTypeOfAnExpressionIsInferredWhereItIsSure(String line, String type) {
        var request = ShortForm.request(Yaml.parse("""
                workflow:
                  id: w
                  owner: amy
                  n: 3
                  jobs:
                    - job: {id: first, type: noop, "!y": n + 1, transition: [a]}
                    - job:
                        id: a
                        type: noop
                        %s
                """.formatted(line)), TemplateTypes.NONE);
        var params = request.workflow().steps().get(1).common().params();
        assertThat(params.values().iterator().next().type().name()).isEqualTo(type);
    }

    @Test
    void loopParamsAndWhatIsSetInLoopsAreInferredToo() {
        var request = ShortForm.request(Yaml.parse("""
                workflow:
                  id: w
                  owner: amy
                  lags: [1, 2]
                  jobs:
                    - foreach:
                        id: each
                        loop_params: {"!lag": lags}
                        jobs: [{job: {id: a, type: noop, "!twice": lag * 2}}]
                    - while:
                        id: again
                        condition: i < 3
                        loop_params: {i: 0}
                        jobs: [{job: {id: b, type: noop, "!i": i + 1}}]
                """), TemplateTypes.NONE);
        assertThat(Definitions.violations(request)).isEmpty();
        var text = Json.text(Definitions.toJson(request.workflow()));
        assertThat(text).contains("\"lag\":{\"expression\":\"lags\",\"type\":\"LONG_ARRAY\"}")
                .contains("\"twice\":{\"expression\":\"lag * 2\",\"type\":\"LONG\"}")
                .contains("\"i\":{\"expression\":\"i + 1\",\"type\":\"LONG\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "echo $HOME ${PATH} $MAESTRO_OUTPUT $1 $$f", "echo $used \"$MAESTRO_PARAM_USED\"", "cat $MAESTRO_PARAMS",
    })
    void aScriptMayNameItsOwnVariables(String script) {
        assertThat(shell(script)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            for f in *; do echo $f $used; done   | write $$f
            echo $RUN_TSS $used                  | did you mean RUN_TS?
            echo nothing                         | no script, expression or step type here reads
            """)
    void andIsToldOfOthers(String script, String told) {
        assertThat(shell(script)).singleElement().asString().contains(told);
    }

    private static List<String> shell(String script) {
        return lines("""
                workflow:
                  id: w
                  jobs:
                    - job:
                        id: a
                        type: shell
                        used: x
                        script: '%s'
                """.formatted(script)).stream().filter(line -> !script.contains("HOME") || !line.contains("used")).toList();
    }

    @Test
    void aWhileWhoseParamNobodySetsAndParamsThatHideEachOtherAreTold() {
        assertThat(lines("""
                workflow:
                  id: w
                  jobs:
                    - while:
                        id: poll
                        condition: "!done"
                        loop_params: {done: false}
                        jobs:
                          - job: {id: look, type: shell, script: "echo $MAESTRO_PARAM_A_B", a-b: x, a_b: y}
                """)).satisfiesExactly(
                line -> assertThat(line).startsWith("f:6:9: warning").contains("no step in the loop has a param [done]"),
                line -> assertThat(line).contains("MAESTRO_PARAM_A_B").endsWith("[SAME_VARIABLE]"));
    }

    @Test
    void outputsOfStepsBesideALoopCanBeReadInIt() {
        assertThat(lines("""
                workflow:
                  id: w
                  jobs:
                    - job: {id: before, type: noop, folder: x, transition: [each]}
                    - foreach:
                        id: each
                        loop_params: {n: [1]}
                        jobs:
                          - job: {id: a, type: shell, script: "ls ${before__folder} ${n} ${late__x}"}
                    - job: {id: late, type: noop, x: 1}
                """)).singleElement().asString().contains("step [late] is not upstream of step [each]");
    }

    @Test
    void membersOfHttpThatMeanNothingAreTold() {
        assertThat(lines("""
                workflow:
                  id: w
                  jobs:
                    - job:
                        id: a
                        type: http
                        http<pmap>: {url: "http://x", methd: POST}
                """)).singleElement().asString().startsWith("f:7:").contains("[methd]").contains("did you mean method?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "workflow", "workflow: [1]", "a: b: c", "{", "workflow: {jobs: 7}", "workflow: {id: w}",
        "workflow: {jobs: [{job: {}}]}", "workflow: {jobs: [{job: null}, 3]}", "x: {y: &a 1}\nworkflow: *a"})
    void whateverIsWrittenIsToldAndNotThrown(String text) {
        var report = DefinitionCheck.of(text, Known.nothing(NOW));
        assertThat(report.valid()).isFalse();
        assertThat(report.problems()).isNotEmpty();
    }

    @Test
    void anAnchorMayStandUnderAKeyOfItsOwnAndMergeKeysAreRefused() {
        assertThat(lines("""
                x-env: &env {LC_ALL: C}
                workflow:
                  id: w
                  jobs:
                    - job: {id: a, type: shell, env: *env, script: "true"}
                """)).isEmpty();
        assertThat(lines("""
                workflow:
                  id: w
                  jobs:
                    - job: {id: a, type: noop, <<: {x: 1}}
                """)).singleElement().asString().startsWith("f:4:32: error").contains("merge keys");
    }
}
