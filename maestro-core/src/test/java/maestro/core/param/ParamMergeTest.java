package maestro.core.param;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;
import maestro.model.param.ParamMode;
import maestro.model.param.ParamSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of parameters.md §4, §5 and the merges of §19. */
final class ParamMergeTest {
    private static ParamDefinition definition(String text) {
        return ParamJson.definition(Params.parse(text), "p");
    }

    private static MergeContext context(String stage) {
        boolean upstream = stage.contains("upstream");
        boolean restart = stage.contains("restart") || stage.startsWith("RESTART");
        return new MergeContext(ParamSource.valueOf(stage.split(" ")[0]), upstream, restart);
    }

    private static String outcome(String stage, String base, String in) {
        var existing = base == null ? Map.<String, ParamDefinition>of() : Map.of("p", definition(base));
        try {
            var merged = ParamMerge.merge(existing, Map.of("p", definition(in)), context(stage)).get("p");
            return Json.text(ParamJson.toJson(merged)).replace('"', '\'');
        } catch (MaestroException refused) {
            assertThat(refused.code().httpStatus()).isEqualTo(400);
            return refused.getMessage();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            DEFINITION | | {'type':'LONG','value':1,'foo':2} | {'value':1,'type':'LONG','tags':[],'mode':'MUTABLE','source':'DEFINITION'}
            LAUNCH | {'type':'LONG','value':1,'mode':'CONSTANT'} | {'type':'LONG','value':1} | {'value':1,'type':'LONG','tags':[],'mode':'CONSTANT','source':'LAUNCH'}
            LAUNCH | {'type':'LONG','value':1,'mode':'MUTABLE'} | {'type':'LONG','value':2,'mode':'MUTABLE_ON_START'} | {'value':2,'type':'LONG','tags':[],'mode':'MUTABLE_ON_START','source':'LAUNCH'}
            LAUNCH | | {'type':'LONG','value':2,'mode':'IMMUTABLE'} | {'value':2,'type':'LONG','tags':[],'mode':'IMMUTABLE','source':'LAUNCH'}
            SUBWORKFLOW upstream | {'type':'LONG','value':1,'mode':'MUTABLE_ON_START'} | {'type':'LONG','value':2,'mode':'MUTABLE'} | {'value':2,'type':'LONG','tags':[],'mode':'MUTABLE_ON_START','source':'SUBWORKFLOW'}
            SUBWORKFLOW upstream | {'type':'LONG','value':1,'mode':'CONSTANT'} | {'type':'LONG','value':2,'source':'LAUNCH'} | {'value':2,'type':'LONG','tags':[],'mode':'CONSTANT','source':'SUBWORKFLOW'}
            FOREACH upstream | {'type':'STRING','value':'a','source':'DEFINITION'} | {'type':'STRING','value':'a','source':'LAUNCH'} | {'value':'a','type':'STRING','tags':[],'mode':'MUTABLE','source':'DEFINITION'}
            DEFINITION | {'type':'STRING','value':'a'} | {'type':'LONG','expression':'1+1'} | {'expression':'1+1','type':'STRING','tags':[],'mode':'MUTABLE','source':'DEFINITION'}
            SYSTEM_DEFAULT | {'type':'LONG','value':1,'source':'LAUNCH'} | {'type':'LONG','value':1} | {'value':1,'type':'LONG','tags':[],'mode':'MUTABLE','source':'LAUNCH'}
            SYSTEM | | {'type':'LONG','value':1,'source':'LAUNCH'} | {'value':1,'type':'LONG','tags':[],'mode':'MUTABLE','source':'LAUNCH'}
            DEFINITION | {'type':'LONG','value':1,'tags':['a'],'validator':'v'} | {'type':'LONG','value':2,'tags':['b','a']} | {'value':2,'type':'LONG','validator':'v','tags':[{'name':'a'},{'name':'b'}],'mode':'MUTABLE','source':'DEFINITION'}
            DEFINITION | {'type':'LONG','internal_mode':'REQUIRED'} | {'type':'LONG','value':2} | {'value':2,'type':'LONG','tags':[],'mode':'MUTABLE','internal_mode':'REQUIRED','source':'DEFINITION'}
            DEFINITION | {'type':'STRING_MAP','value':{'a':'1','b':'2'}} | {'type':'STRING_MAP','value':{'b':'3','c':'4'}} | {'value':{'a':'1','b':'3','c':'4'},'type':'STRING_MAP','tags':[],'mode':'MUTABLE','source':'DEFINITION'}
            DEFINITION | {'type':'STRING','value':'a'} | {'type':'LONG','value':2} | {'value':'2','type':'STRING','tags':[],'mode':'MUTABLE','source':'DEFINITION'}
            DEFINITION | {'type':'LONG','value':1} | {'type':'STRING','value':'22'} | {'value':22,'type':'LONG','tags':[],'mode':'MUTABLE','source':'DEFINITION'}
            DEFINITION | {'type':'DOUBLE','value':1.5} | {'type':'LONG','value':2} | {'value':2,'type':'DOUBLE','tags':[],'mode':'MUTABLE','source':'DEFINITION'}
            """)
    void mergesAsTheTableSays(String stage, String base, String in, String merged) {
        assertThat(outcome(stage, base, in)).isEqualTo(merged);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            LAUNCH | {'type':'LONG','value':1,'mode':'CONSTANT'} | {'type':'LONG','value':2} | cannot modify a param with mode CONSTANT
            LAUNCH | {'type':'LONG','value':1} | {'type':'LONG','value':2,'mode':'IMMUTABLE'} | cannot modify a param with mode IMMUTABLE
            LAUNCH | {'type':'LONG','value':1,'mode':'MUTABLE_ON_START'} | {'type':'LONG','value':2,'mode':'MUTABLE'} | less strict
            SUBWORKFLOW upstream | {'type':'LONG','value':1,'mode':'CONSTANT'} | {'type':'LONG','value':2,'source':'DEFINITION'} | cannot modify a param with mode CONSTANT
            LAUNCH | {'type':'MAP','mode':'IMMUTABLE','value':{'a':{'type':'LONG','value':1}}} | {'type':'MAP','value':{'a':{'type':'LONG','value':2}}} | Param [p.a]: cannot modify a param with mode IMMUTABLE
            RESTART | {'type':'MAP','mode':'MUTABLE_ON_START','value':{'a':{'type':'LONG','value':1}}} | {'type':'MAP','value':{'a':{'type':'LONG','value':2}}} | Param [p.a]: cannot modify a param with mode MUTABLE_ON_START
            DEFINITION | {'type':'LONG','value':1} | {'type':'LONG','value':2,'internal_mode':'OPTIONAL'} | system mode
            DEFINITION | | {'type':'LONG','value':2,'internal_mode':'RESERVED'} | system mode
            DEFINITION | | {'type':'LONG','value':2,'source':'SYSTEM'} | source
            LAUNCH | {'type':'LONG','value':1} | {'type':'LONG','value':2,'source':'LAUNCH'} | source
            DEFINITION | {'type':'LONG','value':1,'internal_mode':'RESERVED'} | {'type':'LONG','value':2} | mode CONSTANT
            DEFINITION | {'type':'LONG','value':1} | {'type':'STRING','value':'abc'} | wrong type
            DEFINITION | {'type':'LONG','value':1} | {'type':'STRING','value':'${x}'} | wrong type
            DEFINITION | {'type':'LONG','value':1} | {'type':'DOUBLE','value':1.0} | wrong type
            DEFINITION | {'type':'BOOLEAN','value':true} | {'type':'LONG','value':1} | wrong type
            DEFINITION | {'type':'LONG_ARRAY','value':[1]} | {'type':'STRING_ARRAY','value':['1']} | wrong type
            DEFINITION | {'type':'STRING_MAP','value':{}} | {'type':'MAP','value':{}} | wrong type
            DEFINITION | {'type':'MAP','value':{}} | {'type':'STRING_MAP','value':{}} | expected MAP, found STRING_MAP
            DEFINITION | {'type':'MAP','expression':'m'} | {'type':'MAP','value':{}} | defined by the expression [m]
            """)
    void refusesAsTheTableSays(String stage, String base, String in, String message) {
        assertThat(outcome(stage, base, in)).contains(message).contains("[p");
    }

    @Test
    void membersOfMapsMergeAndInheritModes() {
        var merged = ParamMerge.merge(
                Params.params("{'m':{'type':'MAP','mode':'MUTABLE_ON_START','value':{'a':{'type':'LONG','value':1},"
                        + "'n':{'type':'MAP','value':{'p':{'type':'LONG','value':1}}}}}}"),
                Params.params("{'m':{'type':'MAP','value':{'b':{'type':'LONG','value':2},"
                        + "'n':{'type':'MAP','value':{'q':{'type':'LONG','value':3}}}}}}"),
                MergeContext.DEFINITION);
        var members = Values.members(
                ((ParamBody.Literal) merged.get("m").body()).value());
        assertThat(members.keySet()).containsExactly("a", "n", "b");
        assertThat(Values.members(((ParamBody.Literal) members.get("n").body()).value()).keySet())
                .containsExactly("p", "q");
        assertThat(members.get("b").mode()).contains(ParamMode.MUTABLE_ON_START);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            mode                     | DEFINITION | LAUNCH | FOREACH upstream | RESTART | FOREACH upstream restart | WORKFLOW_PARAMETER upstream | OUTPUT_PARAMETER | SYSTEM
            MUTABLE                  | yes        | yes    | yes              | yes     | yes                      | yes                         | yes              | yes
            MUTABLE_ON_START_RESTART | yes        | yes    | yes              | yes     | yes                      | yes                         | no               | yes
            MUTABLE_ON_START         | yes        | yes    | yes              | no      | no                       | yes                         | no               | yes
            IMMUTABLE                | no         | no     | no               | no      | no                       | no                          | no               | yes
            CONSTANT                 | no         | no     | no               | no      | no                       | no                          | no               | yes
            """)
    void theOverrideMatrix(
            ParamMode mode,
            String definition,
            String launch,
            String parent,
            String restart,
            String parentRestart,
            String workflowParam,
            String output,
            String system) {
        assertThat(may(mode, "DEFINITION")).isEqualTo(definition);
        assertThat(may(mode, "LAUNCH")).isEqualTo(launch);
        assertThat(may(mode, "FOREACH upstream")).isEqualTo(parent);
        assertThat(may(mode, "RESTART")).isEqualTo(restart);
        assertThat(may(mode, "FOREACH upstream restart")).isEqualTo(parentRestart);
        assertThat(may(mode, "WORKFLOW_PARAMETER upstream")).isEqualTo(workflowParam);
        assertThat(may(mode, "OUTPUT_PARAMETER")).isEqualTo(output);
        assertThat(may(mode, "SYSTEM")).isEqualTo(system);
    }

    private static String may(ParamMode mode, String stage) {
        var base = Map.of("p", Params.number(1).withMode(mode));
        var same = ParamMerge.merge(base, Map.of("p", Params.number(1)), context(stage));
        assertThat(same.get("p").mode()).contains(mode);
        if (context(stage).upstream()) { // handed down with a source of its own: the value changes, the mode stays
            var handed = Map.of("p", Params.number(2).withSource(ParamSource.LAUNCH));
            assertThat(ParamMerge.merge(base, handed, context(stage)).get("p").mode()).contains(mode);
        }
        try {
            ParamMerge.merge(base, Map.of("p", Params.number(2)), context(stage));
            return "yes";
        } catch (MaestroException _) {
            return "no";
        }
    }

    @Test
    void existingParamsKeepTheirPlaceAndUntouchedOnesTheirIdentity() {
        var base = ParamMerge.merge(
                Map.of(), Params.params("{'b':{'type':'LONG','value':1},'a':{'type':'LONG','value':2}}"),
                MergeContext.DEFINITION);
        var merged = ParamMerge.merge(
                base, Params.params("{'c':{'type':'LONG','value':3},'a':{'type':'LONG','value':4}}"),
                new MergeContext(ParamSource.LAUNCH, false, false));
        assertThat(merged.keySet()).containsExactly("b", "a", "c");
        assertThat(merged.get("b")).isSameAs(base.get("b"));
    }

    @Test
    void cleanupDropsUnsetOptionalParamsAndEndsInternalModes() {
        var clean = ParamMerge.cleanup(Params.params("""
                {'a':{'type':'LONG','internal_mode':'OPTIONAL'},
                 'b':{'type':'LONG','value':1,'internal_mode':'OPTIONAL'},
                 'c':{'type':'MAP','internal_mode':'OPTIONAL','value':{'d':{'type':'LONG','internal_mode':'OPTIONAL'}}},
                 'e':{'type':'MAP','internal_mode':'REQUIRED','value':{}}}"""));
        assertThat(clean.keySet()).containsExactly("b", "e");
        assertThat(clean.get("b").internalMode()).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':{'type':'LONG','internal_mode':'REQUIRED'}} | Required param [a]
            {'a':{'type':'LONG'}} | Required param [a]
            {'m':{'type':'MAP','value':{'a':{'type':'LONG','internal_mode':'REQUIRED'}}}} | Required param [m.a]
            """)
    void cleanupDemandsTheRest(String params, String message) {
        assertThatThrownBy(() -> ParamMerge.cleanup(Params.params(params)))
                .isInstanceOf(MaestroException.class)
                .hasMessageContaining(message);
    }
}
