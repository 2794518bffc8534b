package maestro.model.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.json.Json;
import maestro.model.json.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The YAML form (definition.md §15). */
class DslTest {
    private static final TemplateTypes TEMPLATES = (type, version) ->
            type.equals("SparkSql") && !version.equals("9") ? Optional.of(StepType.KUBERNETES) : Optional.empty();

    private static CreateRequest read(String yaml) {
        return Definitions.checked(Definitions.fromYaml(Yaml.parse(yaml), TEMPLATES));
    }

    private static JsonNode workflow(String yaml) {
        return Json.parse(Json.bytes(Definitions.toJson(read(yaml).workflow())));
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }

    @Test
    void readsTheWholeExample() {
        var request = read("""
                workflow:
                  id: daily_report
                  owner: amy
                  run_strategy: parallel
                  workflow_concurrency: 4
                  tags: [reporting]
                  timeout: 2 hours
                  region: eu
                  "!banner<string>": "return 'report for ' + region;"
                  "limit(mutable_on_start)": 100
                  jobs:
                    - job:
                        id: fetch
                        type: NoOp
                        transition:
                          - IF region == 'eu' THEN crunch
                          - OTHERWISE done
                    - job:
                        id: crunch
                        type: sleep
                        sleep_seconds: 1
                        transition: [done]
                    - job: {id: done, type: noop}
                """);
        assertThat(request.active()).isTrue();
        assertThat(request.properties().orElseThrow().owner()).contains(User.of("amy"));
        assertThat(request.properties().orElseThrow().runStrategy())
                .contains(new RunStrategy(RunStrategy.Rule.PARALLEL, 4));
        assertThat(request.properties().orElseThrow().stepConcurrency()).contains(20);
        assertThat(Json.parse(Json.bytes(Definitions.toJson(request.workflow())))).isEqualTo(Json.parse("""
                {"id":"daily_report","tags":[{"name":"reporting"}],"timeout":"2 hours",
                 "params":{"region":{"value":"eu","type":"STRING"},
                   "banner":{"expression":"return 'report for ' + region;","type":"STRING"},
                   "limit":{"value":100,"type":"LONG","mode":"MUTABLE_ON_START"}},
                 "steps":[
                  {"step":{"id":"fetch","type":"NoOp",
                    "params":{},
                    "transition":{"successors":{"crunch":"region == 'eu'","done":"!((region == 'eu'))"}}}},
                  {"step":{"id":"crunch","type":"Sleep","transition":{"successors":{"done":"true"}},
                    "params":{"sleep_seconds":{"value":1,"type":"LONG"}}}},
                  {"step":{"id":"done","type":"NoOp","params":{},"transition":{}}}]}"""));
    }

    @Test
    void readsLoopsAndSubworkflows() {
        assertThat(workflow("""
                Workflow:
                  id: loops
                  dag: sequential
                  jobs:
                    - foreach:
                        id: each
                        concurrency: 2
                        ranges: {n: {from: 1, to: 4}}
                        loop_params:
                          tag<array<string>>: [a, b, c]
                        dag: {one: [two]}
                        jobs:
                          - job: {id: one, type: noop}
                          - job: {id: two, type: noop}
                    - while:
                        id: again
                        condition: i < 2
                        loop_params: {i: 0}
                        jobs:
                          - job: {id: three, type: noop, "!i": "i + 1"}
                    - subworkflow: {id: other, workflow_id: cleanup, version: 3, sync: false}
                """)).isEqualTo(Json.parse("""
                {"id":"loops","params":{},"steps":[
                 {"foreach":{"id":"each","transition":{"successors":{"again":"true"}},"params":{"loop_params":{"value":{
                    "tag":{"value":["a","b","c"],"type":"STRING_ARRAY"},
                    "n":{"expression":"Util.intsBetween(1, 4, 1);","type":"LONG_ARRAY"}},"type":"MAP"}},
                   "concurrency":2,"steps":[
                    {"step":{"id":"one","transition":{"successors":{"two":"true"}},"params":{},"type":"NoOp"}},
                    {"step":{"id":"two","transition":{},"params":{},"type":"NoOp"}}]}},
                 {"while":{"id":"again","transition":{"successors":{"other":"true"}},"params":{"loop_params":{"value":{
                    "i":{"value":0,"type":"LONG"}},"type":"MAP"}},"condition":"i < 2","steps":[
                    {"step":{"id":"three","transition":{},"params":{"i":{"expression":"i + 1","type":"STRING"}},
                      "type":"NoOp"}}]}},
                 {"subworkflow":{"id":"other","transition":{},"params":{
                    "subworkflow_id":{"value":"cleanup","type":"STRING"},
                    "subworkflow_version":{"value":"3","type":"STRING"}},"sync":false}}]}"""));
    }

    @Test
    void findsTypesInTemplatesAndStoresTheirVersion() {
        assertThat(workflow("workflow: {id: w, jobs: [job: {id: a, type: SparkSql, type_version: '2'}]}").get("steps"))
                .isEqualTo(json("[{'step':{'id':'a','transition':{},'params':{},'type':'Kubernetes','sub_type':'SparkSql',"
                        + "'sub_type_version':'2'}}]"));
    }

    @Test
    void takesWhatThePythonClientWrites() {
        assertThat(workflow("""
                Workflow:
                  id: daily
                  tags: []
                  jobs:
                  - subworkflow: {id: sub, tags: [], transition: [], workflow_version: latest}
                  - foreach:
                      id: fan
                      tags: []
                      transition: []
                      loop_params: {}
                      jobs: [job: {id: leaf, tags: [], transition: [], type: NoOp}]
                      concurrency: 5
                      ranges: {i: [0, 10]}
                  dag: {sub: fan}
                """).get("steps")).isEqualTo(Json.parse("""
                [{"subworkflow":{"id":"sub","transition":{"successors":{"fan":"true"}},"tags":[],"params":{
                   "subworkflow_version":{"value":"latest","type":"STRING"},
                   "subworkflow_id":{"value":"sub","type":"STRING"}}}},
                 {"foreach":{"id":"fan","transition":{},"tags":[],"params":{"loop_params":{"value":{
                   "i":{"expression":"Util.intsBetween(0, 10, 1);","type":"LONG_ARRAY"}},"type":"MAP"}},
                   "concurrency":5,"steps":[{"step":{"id":"leaf","transition":{},"tags":[],"params":{},"type":"NoOp"}}]}}]"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            p: text                     | {'type':'STRING','value':'text'}
            p: 2024-01-31               | {'type':'STRING','value':'2024-01-31'}
            p: 3                        | {'type':'LONG','value':3}
            p: 0x10                     | {'type':'LONG','value':16}
            p: 1_000                    | {'type':'LONG','value':1000}
            p: 1.50                     | {'type':'DOUBLE','value':1.50}
            p: true                     | {'type':'BOOLEAN','value':true}
            p: {a: b}                   | {'type':'STRING_MAP','value':{'a':'b'}}
            p: {a: 1}                   | {'type':'MAP','value':{'a':{'type':'LONG','value':1}}}
            p: {}                       | {'type':'MAP','value':{}}
            p: [1, 2]                   | {'type':'LONG_ARRAY','value':[1,2]}
            p: [1.5]                    | {'type':'DOUBLE_ARRAY','value':[1.5]}
            p: [1, 1.5]                 | {'type':'DOUBLE_ARRAY','value':[1,1.5]}
            p: [true]                   | {'type':'BOOLEAN_ARRAY','value':[true]}
            p: []                       | {'type':'STRING_ARRAY','value':[]}
            p<double>: 3.0              | {'type':'DOUBLE','value':3.0}
            p<double>: 3                | {'type':'DOUBLE','value':3}
            p<map>: {}                  | {'type':'STRING_MAP','value':{}}
            p<pmap>: {a: b}             | {'type':'MAP','value':{'a':{'type':'STRING','value':'b'}}}
            p<pmap>: {a: 1, "!b<long>": 1 + 1} | {'type':'MAP','value':{'a':{'type':'LONG','value':1},\
            'b':{'type':'LONG','expression':'1 + 1'}}}
            p<array<long>>: []          | {'type':'LONG_ARRAY','value':[]}
            p <LONG_ARRAY> ( Constant ): [1] | {'type':'LONG_ARRAY','value':[1],'mode':'CONSTANT'}
            "!p": 1 + 1                 | {'type':'STRING','expression':'1 + 1'}
            "! p <long> (immutable)": 5 | {'type':'LONG','expression':'5','mode':'IMMUTABLE'}
            """)
    void makesLongParamsOfShortOnes(String yaml, String expected) {
        var params = workflow("workflow:\n  id: w\n  " + yaml + "\n  jobs: [job: {id: a, type: noop}]").get("params");
        var pushed = Definitions.toJson(Requests.workflow("'params':{'p':" + expected + "}").workflow());
        assertThat(params).isEqualTo(Json.parse(Json.bytes(pushed)).get("params"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            p: null                  | has no value
            p:                       | has no value
            p<string>: 5             | STRING
            p<long>: 5.0             | LONG
            p<text>: 5               | unknown type hint
            p<long: 5                | param key
            p(soft): 5               | MUTABLE
            "!p": [1]                | text
            "!": 1                   | param key
            p: [[1]]                 | lists of lists
            p: [{a: 1}]              | lists of lists
            p: [a, 1]                | mixes
            p: [1, null]             | null
            p: 9223372036854775808   | 64 bits
            p<map>: {a: 1}           | STRING_MAP
            {p: 1, "!p": "2"}        | twice
            """)
    void refusesShortParams(String yaml, String why) {
        String params = yaml.startsWith("{") ? "workflow_params: " + yaml : yaml;
        String text = "workflow:\n  id: w\n  " + params + "\n  jobs: [job: {id: a, type: noop}]";
        assertThatThrownBy(() -> read(text)).isInstanceOf(MaestroException.class).hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '`', textBlock = """
            [b]                                @ {'b':'true'}
            b                                  @ {'b':'true'}
            ['', b, c]                         @ {'b':'true','c':'true'}
            [if x THEN b]                      @ {'b':'x'}
            [IF x == 'THEN y' then b]          @ {'b':'x == ''THEN y'''}
            [IF x THEN b, IF y THEN c, otherwise d] @ {'b':'x','c':'y','d':'!((x) || (y))'}
            [OTHERWISE b]                      @ {'b':'true'}
            """)
    void readsTransitions(String yaml, String expected) {
        var successors = DslTransitions.successors(Yaml.parse(yaml), "t");
        assertThat(successors)
                .isEqualTo(Json.parse(expected.replace("''", "\u0000").replace('\'', '"').replace('\u0000', '\'')));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [OTHERWISE b, c]
            [b c]
            [IF x b]
            [IF THEN b]
            [IF x THEN]
            [IF x THEN b c]
            [b, b]
            {b: c}
            5
            """)
    void refusesTransitions(String yaml) {
        assertThatThrownBy(() -> DslTransitions.successors(Yaml.parse(yaml), "t"))
                .isInstanceOf(MaestroException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [1]                                                       | top key
            job: {id: w}                                              | 'workflow'
            {workflow: {id: w, jobs: [job: {id: a, type: noop}]}, x: 1} | top key
            workflow: {id: w, jobs: [{a: 1, b: 2}]}                   | wrapper
            workflow: {id: w, jobs: [step: {id: a}]}                  | unknown kind of job
            workflow: {id: w, jobs: [job: {id: a}]}                   | 'type' is missing
            workflow: {id: w, jobs: [job: {id: a, type: Unknown}]}    | job template
            workflow: {id: w, jobs: [job: {id: a, type: SparkSql, type_version: 9}]} | job template
            workflow: {id: w, dag: circular, jobs: [job: {id: a, type: noop}]} | sequential
            workflow: {id: w, dag: {b: [a]}, jobs: [job: {id: a, type: noop}]} | not the id of a job
            workflow: {id: w, run_strategy: sequential, workflow_concurrency: 2, jobs: [job: {id: a, type: noop}]} | \
            PARALLEL
            """)
    void refusesDocuments(String yaml, String why) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(MaestroException.class).hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            workflow: {id: w}                                                              | workflow.steps
            workflow: {id: w, jobs: []}                                                    | workflow.steps
            workflow: {id: w, dag: sequential, jobs: []}                                   | workflow.steps
            workflow: {id: w, jobs: [foreach: {id: a, loop_params: {x: [1]}, jobs: []}]}   | workflow.steps[0].steps
            workflow: {id: w, jobs: [while: {id: a, loop_params: {x: 1}, condition: x < 2}]} | workflow.steps[0].steps
            """)
    void leavesToTheFieldRulesWhatHasNoJobs(String yaml, String path) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOfSatisfying(MaestroException.class, refused ->
                assertThat(refused.errors()).singleElement().asString().startsWith(path + " "));
    }

    @Test
    void prefersAJobsOwnTransitionToTheDag() {
        var steps = workflow("""
                workflow:
                  id: w
                  dag: sequential
                  jobs:
                    - job: {id: a, type: noop, transition: [c]}
                    - job: {id: b, type: noop}
                    - job: {id: c, type: noop}
                """).get("steps");
        assertThat(steps.get(0).get("step").get("transition")).isEqualTo(json("{'successors':{'c':'true'}}"));
        assertThat(steps.get(1).get("step").get("transition")).isEqualTo(json("{'successors':{'c':'true'}}"));
        assertThat(steps.get(2).get("step").get("transition")).isEqualTo(json("{}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            amy          | amy
            4711         | 4711
            {name: amy}  | amy
            """)
    void takesAnOwnerAsTextIfItCan(String owner, String name) {
        var properties = read("workflow: {id: w, owner: %s, jobs: [{job: {id: a, type: noop}}]}".formatted(owner))
                .properties().orElseThrow();
        assertThat(properties.owner()).map(User::name).contains(name);
    }

    @Test
    void ignoresTheConcurrencyWithoutAStrategy() {
        var request = read("workflow: {id: w, workflow_concurrency: 5, jobs: [job: {id: a, type: noop}]}");
        assertThat(request.properties().orElseThrow().runStrategy()).contains(RunStrategy.DEFAULT);
    }
}
