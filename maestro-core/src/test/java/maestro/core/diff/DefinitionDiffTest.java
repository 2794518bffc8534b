package maestro.core.diff;

import static org.assertj.core.api.Assertions.assertThat;

import maestro.model.definition.Definitions;
import maestro.model.definition.Workflow;
import maestro.model.json.Json;
import org.junit.jupiter.api.Test;

class DefinitionDiffTest {
    private static Workflow workflow(String more, String... steps) {
        return Definitions.fromJson(Json.parse("{\"workflow\": {\"id\": \"w\"," + more + "\"steps\": ["
                + String.join(",", steps) + "]}}")).workflow();
    }

    private static String noop(String id, String more) {
        return "{\"step\": {\"id\": \"" + id + "\", \"type\": \"NoOp\"" + more + "}}";
    }

    private static String to(String successors) {
        return ", \"transition\": {\"successors\": {" + successors + "}}";
    }

    @Test
    void everyKindOfChangeIsToldWhereItStands() {
        var before = workflow("""
                "name": "old", "tags": ["a", "b"], "params": {"x": {"type": "LONG", "value": 1},
                "y": {"type": "LONG", "value": 1}},
                "time_triggers": [{"type": "CRON", "cron": "0 1 * * *"}, {"type": "PREDEFINED", "expression": "daily"}],
                """, noop("a", to("\"b\": \"true\", \"c\": \"x > 1\"")), noop("b", ""), noop("c", ""), noop("gone", ""));
        var after = workflow("""
                "name": "new", "timeout": 90, "tags": ["b", "c"], "params": {"y": {"type": "LONG", "value": 2},
                "z": {"type": "LONG", "value": 3}},
                "time_triggers": [{"type": "PREDEFINED", "expression": "daily"}, {"type": "CRON", "cron": "0 2 * * *"}],
                """, noop("fresh", ""), noop("c", ", \"tags\": [\"t\"]"),
                noop("b", ", \"params\": {\"p\": {\"type\": \"STRING\", \"value\": \"v\"}}"),
                noop("a", to("\"b\": \"true\", \"c\": \"x > 2\", \"fresh\": \"true\"")));
        assertThat(DefinitionDiff.between(before, after)).extracting(Difference::text).containsExactlyInAnyOrder(
                "~ field name: old => new",
                "+ field timeout: 90",
                "- tag tags.a: {\"name\":\"a\"}",
                "+ tag tags.c: {\"name\":\"c\"}",
                "- param params.x: {\"value\":1,\"type\":\"LONG\"}",
                "~ param params.y: {\"value\":1,\"type\":\"LONG\"} => {\"value\":2,\"type\":\"LONG\"}",
                "+ param params.z: {\"value\":3,\"type\":\"LONG\"}",
                "~ trigger time_triggers: {\"type\":\"CRON\",\"cron\":\"0 1 * * *\"}"
                        + " => {\"type\":\"CRON\",\"cron\":\"0 2 * * *\"}",
                "+ step steps.fresh: {\"id\":\"fresh\",\"transition\":{},\"type\":\"NoOp\"}",
                "- step steps.gone: {\"id\":\"gone\",\"transition\":{},\"type\":\"NoOp\"}",
                "+ tag steps.c.tags.t: {\"name\":\"t\"}",
                "+ param steps.b.params.p: {\"value\":\"v\",\"type\":\"STRING\"}",
                "~ condition steps.a -> c: x > 1 => x > 2",
                "+ condition steps.a -> fresh: true");
    }

    @Test
    void stepsInsideLoopsAreComparedWhereTheyStand() {
        String loop = "{\"foreach\": {\"id\": \"f\", \"params\": {\"loop_params\": {\"type\": \"MAP\", \"value\": "
                + "{\"i\": {\"type\": \"LONG_ARRAY\", \"value\": [1]}}}}, \"steps\": [%s]}}";
        assertThat(DefinitionDiff.between(
                        workflow("", loop.formatted(noop("in", ""))),
                        workflow("", loop.formatted(noop("in", ", \"name\": \"n\"")))))
                .extracting(Difference::text)
                .containsExactly("+ field steps.f.steps.in.name: n");
    }

    @Test
    void theOrderOfStepsMeansNothing() {
        assertThat(DefinitionDiff.between(
                        workflow("", noop("a", ""), noop("b", "")), workflow("", noop("b", ""), noop("a", ""))))
                .isEmpty();
    }
}
