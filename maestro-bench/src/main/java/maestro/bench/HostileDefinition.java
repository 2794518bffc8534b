package maestro.bench;

import java.util.List;
import java.util.function.BiConsumer;
import maestro.model.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Workflows whose runs nothing can be done with; each passes the checks of a push, and its runs can only fail. */
enum HostileDefinition {
    RESERVED_NAME((workflow, steps) -> foreach(steps, "owner", "STRING_ARRAY").putArray("value").add("a").add("b")),
    OTHER_RESERVED_NAME((workflow, steps) -> foreach(steps, "workflow_id", "STRING_ARRAY").putArray("value").add("a")),
    NULL_TO_LOOP_OVER((workflow, steps) ->
            foreach(steps, "f", "STRING_ARRAY").put("expression", "return new String[3];")),
    LARGE_ITERATION_PARAMS((workflow, steps) -> {
        for (String name : List.of("a", "b", "c", "d")) {
            text(workflow.withObject("/params/" + name), Texts.LONG);
        }
        foreach(steps, "i", "LONG_ARRAY").putArray("value").add(1).add(2);
    }),
    EMPTY_ID_TO_CALL((workflow, steps) -> text(call(steps), "return \"\";")),
    LONG_ID_TO_CALL((workflow, steps) -> text(call(steps), Texts.LONG)),
    UNKNOWN_ID_TO_CALL((workflow, steps) -> text(call(steps), "return \"bench-\" + \"nowhere\";")),
    BROKEN_EXPRESSION((workflow, steps) -> steps.addObject().putObject("step").put("id", "bad").put("type", "NoOp")
            .withObject("/params/p").put("type", "LONG").put("expression", "return 1 / (first_number - 1);"));

    /** Apart, for constants of an enum cannot read static fields of it. */
    private static final class Texts {
        /** Makes a text of 131,072 characters. */
        static final String LONG =
                "String s = \"0123456789abcdef\"; for (int i = 0; i < 13; i += 1) { s = s + s; } return s;";
    }

    private final BiConsumer<ObjectNode, ArrayNode> filling;

    HostileDefinition(BiConsumer<ObjectNode, ArrayNode> filling) {
        this.filling = filling;
    }

    /** As a create request; after a step that does nothing comes the one that cannot be done. */
    ObjectNode request(String id, int concurrency) {
        var request = Definition.chain(id, 1, concurrency);
        var workflow = request.withObject("/workflow");
        workflow.withObject("/params/first_number").put("type", "LONG").put("value", 1);
        var steps = workflow.withArray("steps");
        filling.accept(workflow, steps);
        String bad = steps.get(1).properties().iterator().next().getValue().get("id").stringValue();
        steps.get(0).withObject("/step/transition/successors").put(bad, "true");
        return request;
    }

    private static ObjectNode foreach(ArrayNode steps, String name, String type) {
        var loop = steps.addObject().putObject("foreach").put("id", "bad");
        loop.putArray("steps").addObject().set("step", Json.object().put("id", "one").put("type", "NoOp"));
        return loop.withObject("/params/loop_params").put("type", "MAP").withObject("/value/" + name).put("type", type);
    }

    private static ObjectNode call(ArrayNode steps) {
        var params = steps.addObject().putObject("subworkflow").put("id", "bad").putObject("params");
        params.putObject("subworkflow_version").put("type", "STRING").put("value", "latest");
        return params.putObject("subworkflow_id");
    }

    private static void text(ObjectNode param, String expression) {
        param.put("type", "STRING").put("expression", expression);
    }
}
