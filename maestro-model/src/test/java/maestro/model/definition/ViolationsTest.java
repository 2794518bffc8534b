package maestro.model.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import maestro.model.MaestroException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The field rules and their paths (definition.md §12); an empty path stands for a request that is fine. */
class ViolationsTest {
    private static void assertPath(CreateRequest request, String path) {
        List<String> found = Definitions.violations(request);
        if (path == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).singleElement().asString().startsWith(path + " ");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'tags':['maestro_x']            | workflow.tags.tags[0].name
            'tags':['a',{'x':1}]            | workflow.tags.tags[1].name
            'timeout':'0.5h'                | workflow.timeout
            'timeout':'${x}'                |
            'timeout':0                     | workflow.timeout
            'instance_step_concurrency':0   | workflow.instanceStepConcurrency
            'instance_step_concurrency':999 |
            'instance_step_concurrency':1000 | workflow.instanceStepConcurrency
            'params':{'a b':{'type':'LONG','value':1}}   | workflow.params[a b].name
            'params':{'a__b':{'type':'LONG','value':1}}  | workflow.params[a__b].name
            'params':{'params':{'type':'LONG','value':1}} | workflow.params[params].name
            'params':{'m':{'type':'MAP','value':{'1':{'type':'LONG','value':1}}}} | workflow.params[m].value[1].name
            'params':{'p':{'type':'LONG','value':1,'source':'SYSTEM'}} | workflow.params[p].source
            'params':{'p':{'type':'LONG','value':1,'internal_mode':'RESERVED'}} | workflow.params[p].internalMode
            'time_triggers':[{'type':'CRON','cron':'15 6 * * 1-5'}] |
            'time_triggers':[{'type':'CRON','cron':'*/5 0-6,8 1 JAN-MAR sun'}] |
            'time_triggers':[{'type':'CRON','cron':'0 0 12 ? * MON-FRI 2030'}] |
            'time_triggers':[{'type':'CRON','cron':'0 0 12 L * ?'}] |
            'time_triggers':[{'type':'CRON','cron':'0 0 12 ? * 6#3'}] |
            'time_triggers':[{'type':'CRON','cron':'@daily'}]       | workflow.timeTriggers[0].cron
            'time_triggers':[{'type':'CRON','cron':'61 * * * *'}]   | workflow.timeTriggers[0].cron
            'time_triggers':[{'type':'CRON','cron':'* * * *'}]      | workflow.timeTriggers[0].cron
            'time_triggers':[{'type':'CRON','cron':'0 0 12 * * *'}] | workflow.timeTriggers[0].cron
            'time_triggers':[{'type':'CRON','cron':'0 1 * * *','timezone':'Mars'}] | workflow.timeTriggers[0].timezone
            'time_triggers':[{'type':'CRON','cron':'0 1 * * *','timezone':'+02:00'}] |
            'time_triggers':[{'type':'PREDEFINED','expression':'often'}] | workflow.timeTriggers[0].expression
            'time_triggers':[{'type':'PREDEFINED','expression':'@DAILY','fuzzy_max_delay':600}] |
            'time_triggers':[{'type':'PREDEFINED','expression':'daily','fuzzy_max_delay':'x'}] | \
            workflow.timeTriggers[0].fuzzyMaxDelay
            'signal_triggers':[{'definitions':{'a;':{}}}]           | workflow.signalTriggers[0]
            'signal_triggers':[{'definitions':{'a':{'join_keys':['k']},'b':{}}}] | workflow.signalTriggers[0]
            'signal_triggers':[{'definitions':{'a':{'join_keys':['k'],'match_params':{'k':{'value':1,\
            'operator':'='}}}}}] | workflow.signalTriggers[0]
            'signal_triggers':[{'definitions':{'a':{},'b':{},'c':{},'d':{},'e':{},'f':{},'g':{},'h':{},'i':{}}}] | \
            workflow.signalTriggers[0]
            """)
    void ofWorkflows(String fields, String path) {
        assertPath(Requests.workflow(fields), path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'step_concurrency':0        | properties.stepConcurrency
            'step_concurrency':1000     |
            'step_concurrency':1001     | properties.stepConcurrency
            'run_strategy':0            | properties.runStrategy.workflowConcurrency
            'run_strategy':1001         | properties.runStrategy.workflowConcurrency
            'run_strategy':{'rule':'SEQUENTIAL','workflow_concurrency':0} | properties.runStrategy.workflowConcurrency
            'alerting':{'tct':{'tz':'UTC'}} | properties.alerting.tct
            'alerting':{'tct':{'completed_by_hour':1,'duration_minutes':1}} | properties.alerting.tct
            'access_control':{'any':['thing']} |
            """)
    void ofProperties(String fields, String path) {
        assertPath(Requests.properties(fields), path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'timeout':'1 fortnight'                          | workflow.steps[0].timeout
            'tags':['t','t']                                 | workflow.steps[0].tags
            'tags':['']                                      | workflow.steps[0].tags.tags[0].name
            'params':{'é':{'type':'LONG','value':1}}         | workflow.steps[0].params[é].name
            'transition':{'successors':{'b':'true'}}         | workflow.steps
            'transition':{'predecessors':['b']}              | workflow.steps
            'retry_policy':{'error_retry_limit':100}         | workflow.steps[0].retryPolicy
            'retry_policy':{'error_retry_limit':'99'}        |
            'retry_policy':{'error_retry_limit':'1 min'}     | workflow.steps[0].retryPolicy
            'retry_policy':{'error_retry_limit':'${n}'}      |
            'retry_policy':{'error_retry_limit':'${n}$n'}    |
            'retry_policy':{'error_retry_limit':'${n}$n$n'}  | workflow.steps[0].retryPolicy
            'retry_policy':{'backoff':{'type':'FIXED_BACKOFF','error_retry_backoff_in_secs':'1 day'}} |
            'retry_policy':{'backoff':{'type':'FIXED_BACKOFF','error_retry_backoff_in_secs':'$n days'}} | \
            workflow.steps[0].retryPolicy
            'retry_policy':{'backoff':{'type':'FIXED_BACKOFF','error_retry_backoff_in_secs':0}} | \
            workflow.steps[0].retryPolicy
            'retry_policy':{'backoff':{'type':'EXPONENTIAL_BACKOFF','timeout_retry_exponent':2147483648}} | \
            workflow.steps[0].retryPolicy
            'signal_dependencies':[{'name':'a;'}]            | workflow.steps[0].signalDependencies
            'signal_dependencies':[{'name':'orders_${region}'}] |
            'signal_dependencies':[{'name':'s','match_params':{'a':{'param':{'type':'LONG','value':1},'operator':'>'},\
            'b':{'param':{'type':'LONG','value':1},'operator':'<'}}}] | workflow.steps[0].signalDependencies
            'signal_outputs':[{'params':{}}]                 | workflow.steps[0].signalOutputs
            """)
    void ofSteps(String fields, String path) {
        assertPath(Requests.step(fields), path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'step':{'id':'','type':'noop'}}                | workflow.steps[0].id
            {'step':{'id':'a','type':'FOREACH'}}            | workflow.steps[0].type
            {'step':{'id':'a','type':'noop'}},{'step':{'id':'a','type':'noop'}} | workflow.steps
            {'while':{'id':'a','condition':' ','params':{'loop_params':{'type':'MAP','value':{}}},\
            'steps':[{'step':{'id':'b','type':'noop'}}]}} | workflow.steps[0].condition
            {'while':{'id':'a','condition':'x','params':{'loop_params':{'type':'MAP','value':{}}},\
            'steps':[{'step':{'id':'1','type':'noop'}}]}} | workflow.steps[0].steps[0].id
            {'while':{'id':'a','condition':'x','params':{'loop_params':{'type':'MAP','value':{}}},\
            'steps':[{'step':{'id':'a','type':'noop'}}]}} | workflow.steps
            {'while':{'id':'a','condition':'x','steps':[{'step':{'id':'b','type':'noop'}}]}} | \
            workflow.steps[0].params[loop_params]
            {'while':{'id':'a','condition':'x','params':{'loop_params':{'type':'MAP','expression':'m'}},\
            'steps':[{'step':{'id':'b','type':'noop'}}]}} | workflow.steps[0].params[loop_params]
            {'while':{'id':'a','condition':'x','params':{'loop_params':{'type':'MAP','value':{}}},'steps':[]}} | \
            workflow.steps[0].steps
            {'while':{'id':'a','condition':'x','params':{'loop_params':{'type':'MAP','value':{}}},\
            'steps':[{'step':{'id':'b','type':'noop','transition':{'successors':{'b':'true'}}}}]}} | \
            workflow.steps[0].steps
            {'foreach':{'id':'a','params':{'loop_params':{'type':'MAP','value':{'i':{'type':'LONG','value':1}}}},\
            'steps':[{'step':{'id':'b','type':'noop'}}]}} | workflow.steps[0].params[loop_params]
            {'foreach':{'id':'a','concurrency':501,'params':{'loop_params':{'type':'MAP',\
            'value':{'i':{'type':'LONG_ARRAY','value':[1]}}}},'steps':[{'step':{'id':'b','type':'noop'}}]}} | \
            workflow.steps[0].concurrency
            {'foreach':{'id':'a','concurrency':-1,'params':{'loop_params':{'type':'MAP',\
            'value':{'i':{'type':'LONG_ARRAY','value':[1]}}}},'steps':[{'step':{'id':'b','type':'noop'}}]}} | \
            workflow.steps[0].concurrency
            {'foreach':{'id':'a','params':{'loop_params':{'type':'MAP','value':{'i':{'type':'LONG_ARRAY',\
            'value':[1]}}}},'steps':[{'while':{'id':'b','condition':'x','params':{'loop_params':{'type':'MAP',\
            'value':{'i':{'type':'LONG','value':1}}}},'steps':[{'step':{'id':'c','type':'noop'}}]}}]}} | workflow.steps
            {'foreach':{'id':'a','params':{'loop_params':{'type':'MAP','value':{'i':{'type':'LONG_ARRAY',\
            'value':[1]}}}},'steps':[{'step':{'id':'b','type':'noop'}}]}} |
            """)
    void ofStepLists(String steps, String path) {
        assertPath(Requests.steps(steps), path);
    }

    @Test
    void areAllCollectedWithMissingFieldsFirst() {
        assertThatThrownBy(() -> Requests.read("""
                {'properties':{'step_concurrency':0},
                 'workflow':{'timeout':0,'steps':[{'step':{'id':'a'}},
                   {'foreach':{'id':'b','params':{'loop_params':{'type':'MAP','value':{'i':{'type':'LONG_ARRAY',\
                   'value':[]}}}}}},
                   {'step':{'id':'c','type':'noop','signal_dependencies':[]}},
                   {'step':{'id':'d','type':'noop','signal_dependencies':[{'name':'s',\
                   'match_params':{'k':{'operator':'='}}}]}}]}}
                """)).isInstanceOfSatisfying(MaestroException.class, e -> assertThat(e.errors().stream()
                        .map(error -> error.substring(0, error.indexOf(' '))))
                .containsExactly(
                        "workflow.steps[0].type",
                        "workflow.steps[1].steps",
                        "workflow.steps[2].signalDependencies",
                        "workflow.steps[3].signalDependencies",
                        "properties.stepConcurrency",
                        "workflow.id",
                        "workflow.timeout"));
    }

    @Test
    void nameAMissingWorkflow() {
        assertThatThrownBy(() -> Requests.read("{}")).isInstanceOfSatisfying(MaestroException.class, e ->
                assertThat(e.errors()).singleElement().asString().startsWith("workflow "));
    }

    @Test
    void countStepsOverAllLevels() {
        assertPath(Requests.steps(noops(300)), null);
        assertPath(Requests.steps(noops(301)), "workflow.steps");
        assertPath(
                Requests.steps(noops(299) + ",{'while':{'id':'w','condition':'x','params':{'loop_params':{'type':'MAP',"
                        + "'value':{}}},'steps':[{'step':{'id':'in','type':'noop'}}]}}"),
                "workflow.steps");
        assertPath(Requests.steps(""), "workflow.steps");
    }

    private static String noops(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{'step':{'id':'s" + i + "','type':'noop'}}")
                .collect(Collectors.joining(","));
    }

    @Test
    void leaveTopLevelCyclesToTheDryRun() {
        var request = Requests.steps("""
                {'step':{'id':'a','type':'noop','transition':{'successors':{'b':'true'}}}},
                {'step':{'id':'b','type':'noop','transition':{'predecessors':['c','a'],'successors':{'c':'true'}}}},
                {'step':{'id':'c','type':'noop','transition':{'successors':{'b':'true'}}}}""");
        assertThat(Definitions.violations(request)).isEmpty();
        assertThat(Definitions.topLevelCycle(request.workflow())).contains("b -> c -> b");
    }

    @Test
    void tellTypesWithoutARuntimeToTheDryRun() {
        var request = Requests.steps("{'step':{'id':'a','type':'Titus'}}");
        assertThat(Definitions.violations(request)).isEmpty();
        assertThat(Definitions.unrunnable(request.workflow())).hasValueSatisfying(text ->
                assertThat(text).contains("'a'").contains("Titus"));
    }
}
