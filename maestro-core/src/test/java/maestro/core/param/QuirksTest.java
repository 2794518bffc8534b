package maestro.core.param;

import static maestro.core.param.Params.params;
import static maestro.core.param.Params.sel;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TimeZone;
import java.util.function.Supplier;
import maestro.core.loop.LoopArrays;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;
import maestro.model.param.ParamMode;
import maestro.model.param.ParamSource;
import maestro.model.param.ParamType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The recommendations of parameters.md §18 that need more than workflow params; those that do not: {@link TablesTest}. */
class QuirksTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            quirk                                                | outcome
            P1 the workflow's until the step's is evaluated      | bar=6 foo=7
            P2 params.get prefers the step's                     | s
            P2 and binding params overwrites nothing             | s-s
            P6 a fraction for a LONG                             | BAD_REQUEST
            P7 internal_mode on a new param                      | BAD_REQUEST
            P7 source on a new param                             | BAD_REQUEST
            P8 a restart keeps the order of params               | [z, a, m]
            P8 merged tags keep their order                      | [c, a, b]
            P11 getFromSignal at workflow level                  | day
            P11 signal__name at workflow level                   | day
            P12 a child inherits the parent's workflow_id        | parent
            P13 a handed-down param by-passes the child's mode   | 2
            P13 on a restart, too                                | 2
            P15 an empty array in a MAP of an expression         | STRING_ARRAY 0
            P16 the product of two long loops                    | 625000000
            P18 a second separator, no such step                 | BAD_REQUEST check for a typo
            P21 MAP literal onto a MAP by an expression          | BAD_REQUEST
            P21 MAP by an expression onto a MAP literal          | accepted
            P22 functions after another evaluation has failed    | ann
            P23 dates do not depend on the process's zone        | 20210101
            """)
    void improvedOrKept(String quirk, String expected) {
        assertThat(outcome(() -> of(quirk))).startsWith(expected);
    }

    private static String outcome(Supplier<String> attempt) {
        try {
            return attempt.get();
        } catch (MaestroException refused) {
            assertThat(refused.code()).isEqualTo(Code.BAD_REQUEST);
            return refused.code() + " " + refused.getMessage().replaceFirst(".*(check for a typo).*", "$1");
        }
    }

    private static String of(String quirk) {
        var upstream = new MergeContext(ParamSource.FOREACH, true, false);
        var upstreamRestart = new MergeContext(ParamSource.FOREACH, true, true);
        var constant = Map.of("p", Params.number(1).withMode(ParamMode.CONSTANT));
        var handed = Map.of("p", Params.number(2).withSource(ParamSource.LAUNCH));
        return switch (quirk.replaceFirst("^(P\\d+) ", "$1|")) {
            case "P1|the workflow's until the step's is evaluated" -> {
                var run = new Params.Run().workflow(Map.of("bar", 6L));
                var results = run.evaluate(params("{'foo':{'type':'LONG','expression':'bar + 1'},"
                        + "'bar':{'type':'LONG','value':6}}"));
                yield "bar=" + results.get("bar") + " foo=" + results.get("foo");
            }
            case "P2|params.get prefers the step's" -> step("params.get('same')");
            case "P2|and binding params overwrites nothing" -> step("same + '-' + params.get('same')");
            case "P6|a fraction for a LONG" ->
                ParamJson.definition(Params.parse("{'type':'LONG','value':1.5}"), "p").toString();
            case "P7|internal_mode on a new param" -> merged("{'type':'LONG','value':1,'internal_mode':'RESERVED'}");
            case "P7|source on a new param" -> merged("{'type':'LONG','value':1,'source':'SYSTEM'}");
            case "P8|a restart keeps the order of params" -> {
                var first = evaluated(params("{'z':{'type':'LONG','value':1},'a':{'type':'LONG','value':2},"
                        + "'m':{'type':'LONG','value':3}}"));
                var restart = new MergeContext(ParamSource.RESTART, false, true);
                yield WorkflowParams.restarted(first, Map.of(), Map.of("a", Params.number(9)), restart)
                        .keySet().toString();
            }
            case "P8|merged tags keep their order" -> {
                var base = params("{'p':{'type':'LONG','value':1,'tags':['c','a']}}");
                var in = params("{'p':{'type':'LONG','value':2,'tags':['a','b']}}");
                yield ParamMerge.merge(base, in, MergeContext.DEFINITION).get("p").tags().orElseThrow().stream()
                        .map(tag -> tag.name()).toList().toString();
            }
            case "P11|getFromSignal at workflow level" -> signalled("params.getFromSignal('sig', 'day')");
            case "P11|signal__name at workflow level" -> signalled("sig__day");
            case "P12|a child inherits the parent's workflow_id" -> {
                var down = Map.of("workflow_id", Params.text("parent").withSource(ParamSource.SYSTEM_DEFAULT));
                yield (String) evaluated(WorkflowParams.merged(ParamCatalogue.STANDARD, Map.of(), down, upstream))
                        .get("workflow_id").result();
            }
            case "P13|a handed-down param by-passes the child's mode" ->
                Params.results(evaluated(ParamMerge.merge(constant, handed, upstream))).get("p").toString();
            case "P13|on a restart, too" ->
                Params.results(evaluated(ParamMerge.merge(constant, handed, upstreamRestart))).get("p").toString();
            case "P15|an empty array in a MAP of an expression" -> {
                var map = sel(ParamType.MAP, "m = new Map(); m.put('e', new String[0]); return m;");
                var read = ParamJson.param(ParamJson.toJson(evaluated(Map.of("m", map)).get("m")));
                var empty = ((Map<?, ?>) read.result()).get("e");
                yield (empty instanceof String[] ? "STRING_ARRAY " : empty.getClass() + " ")
                        + java.lang.reflect.Array.getLength(empty);
            }
            case "P16|the product of two long loops" ->
                Long.toString(LoopArrays.of(Map.of("a", new long[25_000], "b", new long[25_000])).count());
            case "P18|a second separator, no such step" -> step("nostep__y__z");
            case "P21|MAP literal onto a MAP by an expression" -> {
                var base = Map.of("p", sel(ParamType.MAP, "m"));
                yield ParamMerge.merge(base, params("{'p':{'type':'MAP','value':{}}}"), MergeContext.DEFINITION)
                        .toString();
            }
            case "P21|MAP by an expression onto a MAP literal" -> {
                var base = params("{'p':{'type':'MAP','value':{}}}");
                ParamMerge.merge(base, Map.of("p", sel(ParamType.MAP, "m")), MergeContext.DEFINITION);
                yield "accepted";
            }
            case "P22|functions after another evaluation has failed" -> {
                var failed = Map.of("p", sel(ParamType.STRING, "params.getFromInstance('none')"));
                assertThat(outcome(() -> Params.workflow(failed).toString())).startsWith("BAD_REQUEST");
                yield (String) Params.workflow(
                        Map.of("p", sel(ParamType.STRING, "params.getFromInstance('owner')"))).get("p");
            }
            case "P23|dates do not depend on the process's zone" -> {
                var zone = TimeZone.getDefault();
                TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
                try {
                    yield (String) Params.workflow(Map.of("p", sel(ParamType.STRING,
                            "new DateTime(System.currentTimeMillis()).toString('yyyyMMdd')"))).get("p");
                } finally {
                    TimeZone.setDefault(zone);
                }
            }
            default -> throw new AssertionError("no case for " + quirk);
        };
    }

    private static Map<String, Param> evaluated(Map<String, ParamDefinition> merged) {
        return WorkflowParams.evaluate(merged, Params.instance(), Params.now(), Params.BUDGET);
    }

    private static String merged(String definition) {
        var given = Map.of("p", ParamJson.definition(Params.parse(definition), "p"));
        return ParamMerge.merge(Map.of(), given, MergeContext.DEFINITION).toString();
    }

    /** In a step that has a param {@code same}, as its workflow has. */
    private static String step(String expression) {
        var definition = Map.of("same", Params.text("s"), "c", sel(ParamType.STRING, expression));
        var ordered = new java.util.LinkedHashMap<String, ParamDefinition>();
        ordered.put("same", definition.get("same"));
        ordered.put("c", definition.get("c"));
        return (String) new Params.Run().workflow(Map.of("same", "w")).evaluate(ordered).get("c");
    }

    private static String signalled(String expression) {
        var signals = new SignalFacts() {
            @Override
            public Object ofSignal(String signal, String name) {
                return name;
            }

            @Override
            public Object ofTrigger(String name) {
                return name;
            }

            @Override
            public Object ofDependency(int index, String name) {
                return name;
            }
        };
        return (String) WorkflowParams.evaluate(
                        Map.of("p", sel(ParamType.STRING, expression)),
                        Params.instance("w", signals), Params.now(), Params.BUDGET)
                .get("p").result();
    }
}
