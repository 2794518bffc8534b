package maestro.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import maestro.core.check.Finding.Severity;
import maestro.core.param.Clocked;
import maestro.core.rule.RuleConfig;
import maestro.core.start.DryRun;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.definition.CreateRequest;
import maestro.model.definition.Definitions;
import maestro.model.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found in definitions before they run, and that nothing is refused which the dry run takes. */
class StaticChecksTest {
    private static final DryRun DRY_RUN = new DryRun(RuleConfig.DEFAULT);

    /** Two steps, {@code a} before {@code b}, and {@code late} beside them; a loop with a body. */
    private static CreateRequest request(String workflowParams, String stepParams, String condition) {
        return Definitions.fromJson(Json.parse("""
                {'properties': {'owner': 'ann'}, 'workflow': {'id': 'w', 'params': {
                    'n': {'type': 'LONG', 'value': 3}, 's': {'type': 'STRING', 'value': 'x'},
                    'fixed': {'type': 'LONG', 'value': 1, 'mode': 'CONSTANT'} %s},
                  'steps': [
                    {'step': {'id': 'a', 'type': 'NoOp', 'transition': {'successors': {'b': '%s'}},
                        'params': {'out': {'type': 'LONG', 'value': 1}}}},
                    {'step': {'id': 'b', 'type': 'NoOp', 'transition': {'successors': {'loop': 'true'}},
                        'params': {'first': {'type': 'STRING', 'value': 'y'} %s}}},
                    {'step': {'id': 'late', 'type': 'NoOp'}},
                    {'foreach': {'id': 'loop', 'params': {'loop_params': {'type': 'MAP', 'value': {
                        'item': {'type': 'LONG_ARRAY', 'value': [1, 2]}}}, 'extra': {'type': 'LONG', 'value': 2}},
                      'steps': [{'step': {'id': 'inner', 'type': 'NoOp', 'params': {
                        'k': {'type': 'LONG', 'expression': 'item + loop_index + extra + n'}}}}]}}]}}"""
                .replace('\'', '"')
                .formatted(
                        workflowParams.isEmpty() ? "" : ", " + workflowParams.replace('`', '"'),
                        condition,
                        stepParams.isEmpty() ? "" : ", " + stepParams.replace('`', '"'))));
    }

    private static String param(String type, String expression) {
        return "`p`: {`type`: `" + type + "`, `expression`: `" + expression + "`}";
    }

    private static List<Finding> check(CreateRequest request) {
        return StaticChecks.check(request.workflow());
    }

    private static boolean refused(CreateRequest request) {
        try {
            DRY_RUN.check(request, User.of("ann"), new Clocked(1_700_000_000_000L, new SplittableRandom(1)));
            return false;
        } catch (MaestroException refusal) {
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            LONG    | n + 1                                          |            |    | |
            LONG    | a__out + first.length()                        |            |    | |
            BOOLEAN | maestro_step_satisfied && a__maestro_step_satisfied |       |    | |
            LONG    | b__out                                         | UNKNOWN_PARAM | 1 | has no param [out] |
            LONG    | a__outt                                        | UNKNOWN_PARAM | 1 | has no param | out
            LONG    | nn + 1                                         | UNKNOWN_NAME | 1 | unknown name [nn] |
            STRING  | 'x' + firts                                    | UNKNOWN_NAME | 7 | unknown name | first
            STRING  | late__step_id                                  | UNREACHABLE_STEP | 1 | is not upstream of step [b] |
            LONG    | inner__k                                       | UNKNOWN_STEP | 1 | neither a step |
            LONG    | aa__out                                        | UNKNOWN_STEP | 1 | neither a step |
            LONG    | n + * 2                                        | PARSE_ERROR | 5 | found |
            LONG    | n > 1                                          | WRONG_TYPE | 1 | the expression gives a BOOLEAN |
            LONG    | s - 1                                          | WRONG_TYPE | 3 | does not take STRING and LONG |
            STRING  | s.lenght()                                     | WRONG_TYPE | 3 | did you mean length |
            STRING  | params.getFromStep('a', 'MAESTRO_STEP_STATUS') |            |    | |
            STRING  | params.getFromSteps('a', 'out')                | UNKNOWN_FUNCTION | 8 | no function | getFromStep
            STRING  | params.getFromStep('a', 'aut')                 | UNKNOWN_PARAM | 8 | no param [aut] | out
            STRING  | params.getFromStep('late', 'step_id')          | UNREACHABLE_STEP | 8 | not upstream |
            STRING  | params.getFromInstance('owner')                | UNKNOWN_FUNCTION | 8 | workflow params only |
            STRING  | params.getFromInstance('RUN_POLICI')           | UNKNOWN_FUNCTION | 8 | no field | RUN_POLICY
            LONG_ARRAY | params.getFromForeach('a', 'x', 'y')        | UNKNOWN_FUNCTION | 8 | is no foreach |
            STRING  | params.get('S') == null ? 'a' : 'b'            | UNKNOWN_NAME | 12 | params has no [S] | s
            LONG    | p2 + 1                                         | UNKNOWN_NAME | 1 | unknown name [p2] |
            LONG    | p + 1                                          | CYCLE       | 0 | p -> p |
            """)
    void inAStepsExpression(
            String type, String expression, String kind, Integer column, String message, String suggestion) {
        var request = request("", param(type, expression), "true");
        assertThat(refused(request)).as("a warning never refuses").isFalse();
        var found = check(request);
        if (kind == null) {
            assertThat(found).isEmpty();
            return;
        }
        assertThat(found).hasSize(1);
        var only = found.getFirst();
        assertThat(only.kind().name()).isEqualTo(kind);
        assertThat(only.severity()).isEqualTo(Severity.WARNING);
        assertThat(only.column()).isEqualTo(column);
        assertThat(only.message()).contains(message);
        assertThat(only.path()).startsWith("workflow.steps[1].step.params.p");
        if (suggestion != null) assertThat(only.suggestion()).contains(suggestion);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            LONG   | nn + 1          | UNKNOWN_NAME
            LONG   | n + * 2         | PARSE_ERROR
            LONG   | n > 1           | WRONG_TYPE
            LONG   | p + 1           | CYCLE
            """)
    void inAWorkflowsExpressionTheDryRunRefuses(String type, String expression, String kind) {
        var request = request(param(type, expression), "", "true");
        assertThat(check(request)).singleElement().satisfies(finding -> {
            assertThat(finding.kind().name()).isEqualTo(kind);
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.path()).startsWith("workflow.params.p");
        });
        assertThat(refused(request)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            n > 1                |              |
            'TRUE'               |              |
            false                | ALWAYS_FALSE | step [b] is never reached from step [a]
            n > 5 && n < 3       | ALWAYS_FALSE | never holds
            fixed == 2           | ALWAYS_FALSE | never holds
            out + 1              | NOT_BOOLEAN  | not a LONG
            n >                  | PARSE_ERROR  | found
            b__first == 'y'      | UNREACHABLE_STEP | not upstream of step [a]
            """)
    void inConditions(String condition, String kind, String message) {
        var request = request("", "", condition);
        assertThat(refused(request)).as("only what is no expression").isEqualTo("PARSE_ERROR".equals(kind));
        var found = check(request);
        if (kind == null) {
            assertThat(found).isEmpty();
            return;
        }
        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.kind().name()).isEqualTo(kind);
            assertThat(finding.message()).contains(message);
            assertThat(finding.path()).isEqualTo("workflow.steps[0].step.transition.successors.b");
        });
    }

    @Test
    void inLiteralTexts() {
        var found = check(request("", """
                `p`: {`type`: `MAP`, `value`: {`u`: {`type`: `STRING`, `value`: `one\\n two ${nope} $n`},
                    `l`: {`type`: `STRING_ARRAY`, `value`: [`a`, `$sx`]}}}""", "true"));
        assertThat(found).extracting(Finding::path).containsExactly(
                "workflow.steps[1].step.params.p.value.u.value", "workflow.steps[1].step.params.p.value.l.value[1]");
        assertThat(found.getFirst().line()).isEqualTo(2);
        assertThat(found.getFirst().column()).isEqualTo(6);
        assertThat(found.getFirst().text()).contains("line 2, column 6", "unknown name [nope]");
    }

    @Test
    void aFindingAsJson() {
        var found = check(request("", param("STRING", "'x' + firts"), "true")).getFirst();
        assertThat(Json.text(found.toJson())).isEqualTo("""
                {"severity":"WARNING","code":"UNKNOWN_NAME","path":"workflow.steps[1].step.params.p.expression",\
                "line":1,"column":7,"message":"unknown name [firts]: no param here has it, and runs that are not given \
                it fail","suggestion":"first"}""");
    }

    static Stream<Path> samples() throws IOException {
        return Files.list(Path.of("..", "maestro-model", "src", "test", "resources", "samples"))
                .filter(path -> path.toString().endsWith(".json"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theSamplesHaveNoErrors(Path sample) throws IOException {
        var request = Definitions.fromJson(Json.parse(Files.readString(sample)));
        assertThat(check(request)).noneMatch(finding -> finding.severity() == Severity.ERROR);
    }

    /** Whatever is written: checking ends, and what it calls an error is refused by the dry run. */
    @Test
    void whatIsCalledAnErrorIsRefusedByTheDryRun() {
        var random = new Random(7);
        int refusals = 0;
        for (int i = 0; i < 1_500; i++) {
            var request = request(generated(random), generated(random), pick(random, CONDITIONS));
            boolean error = check(request).stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
            boolean refused = refused(request);
            if (error) assertThat(refused).as(Json.text(Definitions.toJson(request.workflow()))).isTrue();
            if (refused) refusals++;
        }
        assertThat(refusals).isBetween(100, 1_400);
    }

    private static final String[] TYPES = {"LONG", "STRING", "BOOLEAN", "DOUBLE", "LONG_ARRAY", "MAP"};
    private static final String[] NAMES = {"p", "q", "n", "s", "RUN_TS", "FROM_DATE", "TARGET_RUN_DATE"};
    private static final String[] CONDITIONS = {"true", "n > 1", "s == 'x' && out > 0", "false", "nope", "n +"};
    private static final String[] EXPRESSIONS = {
        "1", "n + 1", "s + n", "n > 1", "q", "p", "1.5", "nope", "s - 1", "true ? 1 : s - 1", "s.foo()", "+", "x = 1;",
        "Util.intsBetween(0, 3, 1)", "new Map()", "params.getFromInstance('owner')", "params.nofun()", "a__out",
        "true ? 1 : params.nofun()", "new DateTime(0)", "throw 'no';", "'12'", "if (n > 1) { return 1; } return 'x';",
        "x = nope2; return 1;", "params.get('q')", "sig__x", "RUN_TS / 2", "m = new Map(); m.put('a', 1); return m;",
    };

    private static String pick(Random random, String[] from) {
        return from[random.nextInt(from.length)];
    }

    private static String generated(Random random) {
        var params = new ArrayList<String>();
        var names = new ArrayList<String>();
        for (int i = random.nextInt(4); i > 0; i--) {
            var name = pick(random, NAMES);
            if (names.contains(name) || name.equals("n") || name.equals("s")) continue;
            names.add(name);
            params.add("`" + name + "`: {`type`: `" + pick(random, TYPES) + "`, `expression`: `"
                    + pick(random, EXPRESSIONS) + "`}");
        }
        return String.join(", ", params);
    }
}
