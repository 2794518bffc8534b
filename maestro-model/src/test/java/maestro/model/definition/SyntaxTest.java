package maestro.model.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a create request may look like at all, and how it is echoed (definition.md §2 to §9). */
class SyntaxTest {
    private static final String STEP = "{'step':{'id':'a','type':'noop'}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                                        | an object
            {'workflow':{'id':'w','steps':[S],'dag':'x'}}             | unknown field 'dag'
            {'workflow':{'id':'w','steps':[S]},'is_active':null}      | isActive
            {'workflow':{'id':'w','steps':[S]},'git_info':{'x':1}}    | unknown field 'x'
            {'workflow':{'id':'w','steps':[{'a':1,'b':2}]}}           | wrapper
            {'workflow':{'id':'w','steps':[{}]}}                      | wrapper
            {'workflow':{'id':'w','steps':[{'job':{'id':'a'}}]}}      | unknown kind of step 'job'
            {'workflow':{'id':'w','steps':[null]}}                    | element 0 is null
            {'workflow':{'id':'w','steps':[S],'tags':['t','t']}}      | twice
            {'workflow':{'id':'w','steps':[S],'criticality':'huge'}}  | CRITICAL, HIGH
            {'workflow':{'id':'w','steps':[S],'timeout':true}}        | workflow.timeout
            {'workflow':{'id':'w','steps':[S],'params':{'p':null}}}   | null
            {'workflow':{'id':'w','steps':[S],'signal_triggers':[{'definitions':{'s':null}}]}} | null
            {'workflow':{'id':'w','steps':[S],'signal_triggers':[{'definitions':{'s':{'match_params':{'k':{'value':1,\
            'operator':'!='}}}}}]}} | operator
            {'workflow':{'id':'w','steps':[S]},'properties':{'x':1}}  | properties: unknown field 'x'
            {'workflow':{'id':'w','steps':[S]},'properties':{'owner':{}}} | 'name' is missing
            {'workflow':{'id':'w','steps':[S]},'properties':{'owner':5}}  | properties.owner
            {'workflow':{'id':'w','steps':[S]},'properties':{'owner':{'name':5}}} | properties.owner.name
            {'workflow':{'id':'w','steps':[S]},'properties':{'run_strategy':{'rule':'sequential',\
            'workflow_concurrency':2}}} | PARALLEL
            {'workflow':{'id':'w','steps':[S]},'properties':{'run_strategy':{'workflow_concurrency':2}}} | \
            'rule' is missing
            {'workflow':{'id':'w','steps':[S]},'properties':{'alerting':{'tct':{'x':1}}}} | alerting.tct
            {'workflow':{'id':'w','steps':[S]},'properties':{'alerting':{'type_configs':{'step_failure':{}}}}} | \
            step_failure
            {'workflow':{'id':'w','steps':[S]},'properties':{'alerting':{'type_configs':{'STEP_FAILURE':{'x':1}}}}} | \
            properties.alerting.typeConfigs.STEP_FAILURE
            {'workflow':{'id':'w','steps':[{'step':{'id':'a','type':'nop'}}]}} | NOOP, SLEEP
            {'workflow':{'id':'w','steps':[{'step':{'id':'a','type':'noop','transition':null}}]}} | transition
            {'workflow':{'id':'w','steps':[{'step':{'id':'a','type':'noop','transition':{'next':'b'}}}]}} | 'next'
            {'workflow':{'id':'w','steps':[{'foreach':{'id':'a','retry_policy':{},'steps':[S]}}]}} | 'retry_policy'
            {'workflow':{'id':'w','steps':[{'step':{'id':'a','type':'noop',\
            'retry_policy':{'error_retry_limit':-1}}}]}} | errorRetryLimit
            {'workflow':{'id':'w','steps':[{'step':{'id':'a','type':'noop','retry_policy':{'backoff':{}}}}]}} | \
            'type' is missing
            {'workflow':{'id':'w','steps':[{'step':{'id':'a','type':'noop','signal_dependencies':[{'name':'s',\
            'match_params':{'k':{'param':{'type':'DOUBLE','value':1},'operator':'='}}}]}}]}} | STRING or a LONG
            """)
    void refusesWithAMessageOnly(String text, String why) {
        var body = Json.parse(text.replace("S]", STEP + "]").replace('\'', '"'));
        assertThatThrownBy(() -> Definitions.fromJson(body)).isInstanceOfSatisfying(MaestroException.class, e -> {
            assertThat(e.code()).isEqualTo(Code.BAD_REQUEST);
            assertThat(e.errors()).isEmpty();
            assertThat(e).hasMessageContaining(why);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'SEQUENTIAL'                                | {"rule":"SEQUENTIAL","workflow_concurrency":1}
            'parallel'                                  | {"rule":"PARALLEL","workflow_concurrency":20}
            7                                           | {"rule":"PARALLEL","workflow_concurrency":7}
            '7'                                         | {"rule":"PARALLEL","workflow_concurrency":7}
            {'rule':'Parallel','workflow_concurrency':3} | {"rule":"PARALLEL","workflow_concurrency":3}
            {'rule':'LAST_ONLY'}                        | {"rule":"LAST_ONLY","workflow_concurrency":1}
            """)
    void writesRunStrategiesAsObjects(String given, String written) {
        var properties = Requests.properties("'run_strategy':" + given).properties().orElseThrow();
        assertThat(Json.text(Definitions.toJson(properties))).isEqualTo("{\"run_strategy\":" + written + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'tags':['a',{'name':'b','namespace':'system','permit':3,'x':null}] | "tags":[{"name":"a"},{"name":"b",\
            "namespace":"SYSTEM","permit":3}]
            'timeout':90                 | "timeout":90
            'timeout':'2 days 3h'        | "timeout":"2 days 3h"
            'timeout':1.5                | "timeout":1.5
            'name':5                     | "name":"5"
            'criticality':'high'         | "criticality":"HIGH"
            'instance_step_concurrency':'3' | "instance_step_concurrency":3
            'time_triggers':[{'type':'predefined','expression':'Weekly'}] | "time_triggers":[{"type":"PREDEFINED",\
            "expression":"@weekly"}]
            'time_triggers':[{'type':'cron','cron':'0 1 * * *','timezone':'UTC','fuzzy_max_delay':'10 min'}] | \
            "time_triggers":[{"type":"CRON","cron":"0 1 * * *","timezone":"UTC","fuzzy_max_delay":"10 min"}]
            'signal_triggers':[{'definitions':{'s':{'join_keys':['d'],'match_params':{'k':{'value':1.9,\
            'operator':'>='}}}},'condition':'true'}] | \
            "signal_triggers":[{"definitions":{"s":{"match_params":{"k":{"value":1,"operator":">="}},\
            "join_keys":["d"]}},"condition":"true"}]
            'signal_triggers':[{}]       | "signal_triggers":[{}]
            'description':null           | "steps"
            """)
    void echoesWorkflowsInCanonicalForm(String given, String written) {
        assertThat(Json.text(Definitions.toJson(Requests.workflow(given).workflow()))).contains(written);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `{'step':{'id':'a','type':'http','failure_mode':'ignore_failure'}}` | {"step":{"id":"a","transition":{},\
            "failure_mode":"IGNORE_FAILURE","type":"Http"}}
            `{'step':{'id':'a','type':'Shell','sub_type':'x','sub_type_version':2}}` | {"step":{"id":"a",\
            "transition":{},"type":"Shell","sub_type":"x","sub_type_version":"2"}}
            `{'subworkflow':{'id':'a','sync':'false'}}` | {"subworkflow":{"id":"a","transition":{},"sync":false}}
            `{'template':{'id':'a','sub_type':'x'}}` | {"template":{"id":"a","transition":{},"sub_type":"x"}}
            `{'step':{'id':'a','type':'noop','retry_policy':{'error_retry_limit':1.9,'timeout_retry_limit':'$n',\
            'backoff':{'type':'fixed_backoff','error_retry_backoff_in_secs':'1 min'}}}}` | {"step":{"id":"a",\
            "transition":{},"type":"NoOp","retry_policy":{"error_retry_limit":1,"timeout_retry_limit":"$n",\
            "backoff":{"type":"FIXED_BACKOFF","error_retry_backoff_in_secs":"1 min"}}}}
            `{'step':{'id':'a','type':'noop','signal_outputs':[{'name':'s','params':{'d':{'type':'long',\
            'value':1}}}]}}` | {"step":{"id":"a","transition":{},"signal_outputs":[{"name":"s",\
            "params":{"d":{"value":1,"type":"LONG"}}}],"type":"NoOp"}}
            """)
    void echoesStepsInCanonicalForm(String given, String written) {
        var step = Requests.steps(given).workflow().steps().getFirst();
        assertThat(Json.text(Definitions.toJson(step))).isEqualTo(written);
        assertThat(Definitions.stepFromJson(Json.parse(written))).isEqualTo(step);
    }

    @Test
    void canonicalisesAlerting() {
        var properties = Requests.properties("'alerting':{'emails':['a','a'],'pagerduty_config':{'severity':'info'},"
                        + "'type_configs':{'STEP_FAILURE':{'actions':['EMAIL','page'],'granularity':'step'}}}")
                .properties()
                .orElseThrow();
        assertThat(Json.text(Definitions.toJson(properties)))
                .isEqualTo("{\"alerting\":{\"emails\":[\"a\"],\"pagerduty_config\":{\"severity\":\"INFO\"},"
                        + "\"type_configs\":{\"STEP_FAILURE\":{\"actions\":[\"email\",\"page\"],\"disabled\":false,"
                        + "\"granularity\":\"STEP\"}}}}");
        assertThat(Definitions.propertiesFromJson(Definitions.toJson(properties))).isEqualTo(properties);
    }

    @Test
    void keepsTheFormOfUsersAndDropsNulls() {
        assertThat(Json.text(Definitions.toJson(Requests.properties("'owner':{'name':'amy','team':null}")
                        .properties()
                        .orElseThrow())))
                .isEqualTo("{\"owner\":{\"name\":\"amy\"}}");
    }

    @Test
    void collectsExtraKeysAndFlattensExtraInfo() {
        var request = Requests.read("{'workflow':{'id':'w','steps':[" + STEP
                + "]},'dsl_lang':'kotlin','extra_info':{'source':{'a':1}}}");
        assertThat(request.extras()).containsOnlyKeys("dsl_lang", "source");
        Definitions.checkCreateOnly(request);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'version_author':'x'
            'extra_info':{'git_info':{}}
            'create_time':1
            'properties':{'tags':['t']}
            """)
    void leavesWhatTheServerWritesToTheServer(String extra) {
        var request = Requests.read("{'workflow':{'id':'w','steps':[" + STEP + "]}," + extra + "}");
        assertThat(Definitions.violations(request)).isEmpty();
        assertThatThrownBy(() -> Definitions.checkCreateOnly(request)).isInstanceOf(MaestroException.class);
    }

    @Test
    void skipsUnknownFieldsOfWhatWasStored() {
        var stored = Json.parse("{\"id\":\"w\",\"later\":1,\"steps\":[{\"step\":{\"id\":\"a\",\"type\":\"NoOp\","
                + "\"transition\":{\"later\":1},\"later\":2}}]}");
        assertThat(Definitions.workflowFromJson(stored).steps()).hasSize(1);
    }

    @Test
    void limitsTheLengthOfARequest() {
        var request = Requests.workflow("'params':{'p':{'type':'STRING','value':'" + "x".repeat(262_144) + "'}}");
        assertThatThrownBy(() -> Definitions.checked(request)).isInstanceOfSatisfying(MaestroException.class, e -> {
            assertThat(e.errors()).isEmpty();
            assertThat(e).hasMessageContaining("262144");
        });
    }
}
