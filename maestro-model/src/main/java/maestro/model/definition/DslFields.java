package maestro.model.definition;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import maestro.model.MaestroException;
import maestro.model.json.Fields;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fields of the create request that the YAML form knows beyond its contract. Where the value has the shape of the
 * field, it works as the field; the key stays a param as well (definition.md §15.1), unless no param can hold the
 * value.
 */
final class DslFields {
    /** By name: what is wrong with a value, if anything. */
    private static final Map<String, Function<JsonNode, Optional<String>>> SHAPES = Map.of(
            "retry_policy", DslFields::retryPolicy,
            "time_triggers", DslFields::entries,
            "signal_triggers", DslFields::entries,
            "signal_dependencies", DslFields::entries,
            "signal_outputs", DslFields::entries,
            "step_concurrency", value -> number(value, 1000),
            "instance_step_concurrency", value -> number(value, 999),
            "strict_ordering", value ->
                    value.isBoolean() ? Optional.empty() : Optional.of("expected true or false"));

    private DslFields() {}

    /** Takes over those of the fields that are there in their shape. */
    static void put(Fields from, ObjectNode to, DslNotices notices, String... names) {
        for (String name : names) {
            from.peek(name).ifPresent(value -> SHAPES.get(name).apply(value).ifPresentOrElse(
                    problem -> notices.add(new DslNotice.Misshapen(from.path(), name, problem)),
                    () -> {
                        to.set(name, value);
                        notices.field(from.path(), name);
                    }));
        }
    }

    /** Whether a value is good for a field and for no param: lists of maps are no params. */
    static boolean noParam(JsonNode value) {
        return value.isArray() && value.values().stream().anyMatch(JsonNode::isContainer);
    }

    private static Optional<String> retryPolicy(JsonNode value) {
        try {
            return RetryRules.problems(RetryJson.policy(Fields.of(value, ""))).stream().findFirst();
        } catch (MaestroException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Optional<String> entries(JsonNode value) {
        boolean fits = value.isArray() && !value.isEmpty() && value.values().stream().allMatch(JsonNode::isObject);
        return fits ? Optional.empty() : Optional.of("expected a list of maps");
    }

    private static Optional<String> number(JsonNode value, int max) {
        boolean fits = value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= 1
                && value.intValue() <= max;
        return fits ? Optional.empty() : Optional.of("expected a number from 1 to " + max);
    }
}
