package maestro.model.definition;

import static maestro.model.json.Scalars.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.json.Fields;
import maestro.model.json.Scalars;
import tools.jackson.databind.JsonNode;

/** Reads wrapped steps (definition.md §5). */
final class StepReader {
    private final boolean lenient;
    private final List<String> missing;

    StepReader(boolean lenient, List<String> missing) {
        this.lenient = lenient;
        this.missing = missing;
    }

    /** The steps of a workflow or of a loop's body. */
    List<Step> steps(Fields owner) {
        var list = owner.node("steps");
        if (list.isEmpty()) {
            missing.add(owner.at("steps") + " is missing; write a list of steps");
            return List.of();
        }
        var steps = new ArrayList<Step>();
        for (var element : Fields.elements(list.get(), owner.at("steps"))) {
            steps.add(step(element, owner.at("steps") + "[" + steps.size() + "]"));
        }
        return List.copyOf(steps);
    }

    Step step(JsonNode wrapper, String path) {
        if (!wrapper.isObject() || wrapper.size() != 1) {
            throw problem(
                    path,
                    "expected one step in its wrapper, such as {\"step\": {…}}, found "
                            + (wrapper.isObject()
                                    ? "an object with " + wrapper.size() + " keys"
                                    : Scalars.shown(wrapper)));
        }
        var entry = wrapper.properties().iterator().next();
        var fields = Fields.of(entry.getValue(), path, lenient);
        Step step = switch (entry.getKey()) {
            case "step" -> leaf(fields);
            case "subworkflow" ->
                new Step.Subworkflow(common(fields), fields.flag("sync"), fields.flag("explicit_params"));
            case "foreach" -> foreach(fields);
            case "while" -> loop(fields);
            case "template" -> new Step.Template(common(fields), fields.text("sub_type"));
            default ->
                throw problem(
                        path,
                        "unknown kind of step " + Scalars.shown(entry.getKey())
                                + "; expected step, subworkflow, foreach, while or template");
        };
        fields.node("type"); // a composite kind may repeat its type
        fields.end();
        return step;
    }

    private Step leaf(Fields fields) {
        var common = common(fields);
        return new Step.Leaf(
                common,
                leafType(fields),
                fields.text("sub_type"),
                fields.text("sub_type_version"),
                fields.node("retry_policy")
                        .map(node -> RetryJson.policy(fields.inside(node, fields.at("retry_policy")))));
    }

    private StepType leafType(Fields fields) {
        var type = fields.choice("type", StepType.class);
        if (type.isEmpty()) {
            missing.add(fields.at("type") + " is missing; give the step a type such as NoOp");
        }
        return type.orElse(StepType.NOOP);
    }

    private Step foreach(Fields fields) {
        var common = common(fields);
        return new Step.Foreach(
                common, fields.integer("concurrency"), fields.flag("strict_ordering"), steps(fields));
    }

    private Step loop(Fields fields) {
        var common = common(fields);
        return new Step.While(common, fields.text("condition").orElse(""), steps(fields));
    }

    private Step.Common common(Fields fields) {
        var signals = new SignalJson(missing);
        return new Step.Common(
                fields.text("id").orElse(""),
                fields.text("name"),
                fields.text("description"),
                transition(fields),
                fields.choice("failure_mode", FailureMode.class),
                WorkflowReader.tags(fields),
                WorkflowReader.duration(fields, "timeout"),
                signals.dependencies(fields),
                signals.outputs(fields),
                WorkflowReader.params(fields, "params"),
                WorkflowReader.empties(fields, "tags", "params"));
    }

    private static Transition transition(Fields step) {
        if (step.isNull("transition")) {
            throw problem(step.at("transition"), "is null; write {} or leave it out");
        }
        Optional<JsonNode> node = step.node("transition");
        if (node.isEmpty()) {
            return Transition.NONE;
        }
        var fields = step.inside(node.get(), step.at("transition"));
        var predecessors = fields.texts("predecessors");
        Map<String, String> successors = new LinkedHashMap<>();
        fields.members("successors")
                .forEach((id, condition) -> successors.put(
                        id, Scalars.text(condition, Fields.member(fields.at("successors"), id))));
        fields.end();
        return new Transition(predecessors, successors);
    }
}
