package maestro.core.param;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;

/**
 * The names that a param refers to.
 *
 * @param required must exist
 * @param optional keys used literally with {@code params}; a missing one reads as null
 */
record Reads(Collection<String> required, Collection<String> optional) {
    static final Reads NONE = new Reads(List.of(), List.of());

    boolean none() {
        return required.isEmpty() && optional.isEmpty();
    }

    /** @param label names the param in an error of parsing */
    static Reads of(ParamDefinition definition, String label) {
        return switch (definition.body()) {
            case ParamBody.Expression(var text) -> ofExpression(text, label);
            case ParamBody.Literal(var value) -> ofLiteral(definition.type(), value, label);
            case ParamBody.Unset() -> NONE;
        };
    }

    static Reads ofExpression(String text, String label) {
        var parsed = Sel.parsed(text, label);
        return parsed.references().isEmpty()
                ? NONE
                : new Reads(parsed.references(), parsed.literalParamKeys());
    }

    static Reads ofText(String text) {
        var names = Dollars.names(text);
        return names.isEmpty() ? NONE : new Reads(names, List.of());
    }

    /** A script may mention variables of its own. */
    static Reads ofScript(String text) {
        var required = new LinkedHashSet<>(Dollars.names(text));
        var variables = new LinkedHashSet<>(required);
        variables.removeIf(name -> !ScriptText.variable(name));
        required.removeAll(variables);
        return new Reads(required, variables);
    }

    private static Reads ofLiteral(ParamType type, Object value, String label) {
        return switch (type) {
            case STRING -> ofText((String) value);
            case STRING_ARRAY, STRING_MAP -> {
                var names = new LinkedHashSet<String>();
                if (value instanceof String[] texts) {
                    for (var text : texts) {
                        if (text != null) Dollars.names(text, names);
                    }
                } else {
                    Values.texts(value).forEach((key, text) -> {
                        Dollars.names(key, names);
                        Dollars.names(text, names);
                    });
                }
                yield names.isEmpty() ? NONE : new Reads(names, List.of());
            }
            case MAP -> {
                var required = new LinkedHashSet<String>();
                var optional = new LinkedHashSet<String>();
                addMembers(Values.members(value), label, required, optional);
                yield required.isEmpty() && optional.isEmpty() ? NONE : new Reads(required, optional);
            }
            case LONG, DOUBLE, BOOLEAN, LONG_ARRAY, DOUBLE_ARRAY, BOOLEAN_ARRAY -> NONE;
        };
    }

    private static void addMembers(
            Map<String, ParamDefinition> members, String label, Set<String> required, Set<String> optional) {
        members.forEach((name, member) -> {
            var reads = of(member, label);
            required.addAll(reads.required);
            optional.addAll(reads.optional);
        });
    }
}
