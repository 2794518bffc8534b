package maestro.model.signal;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * One condition on a param of a signal instance (triggers.md §2): it holds when the instance's value stands to
 * {@code value} as the operator says. A missing param or one of the other type never holds.
 *
 * @param value String or Long
 */
public record SignalCondition(String param, Operator operator, Object value) {
    /** How the instance's value stands to the condition's. */
    public enum Operator {
        EQUAL("="),
        ABOVE(">"),
        FROM(">="),
        BELOW("<"),
        UP_TO("<=");

        private final String code;

        Operator(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        /** Whether it is anything but {@link #EQUAL}. */
        public boolean range() {
            return this != EQUAL;
        }

        /** @throws IllegalArgumentException for a code that is none */
        public static Operator of(String code) {
            for (var operator : values()) {
                if (operator.code.equals(code)) {
                    return operator;
                }
            }
            throw new IllegalArgumentException("no operator: " + code);
        }

        boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case ABOVE -> comparison > 0;
                case FROM -> comparison >= 0;
                case BELOW -> comparison < 0;
                case UP_TO -> comparison <= 0;
            };
        }
    }

    /** The order of values in memory and in the store: texts by code point, all of them before the numbers. */
    public static final Comparator<Object> ORDER = SignalCondition::compare;

    public SignalCondition {
        requireNonNull(param, "param");
        requireNonNull(operator, "operator");
        if (!(value instanceof String) && !(value instanceof Long)) {
            throw new IllegalArgumentException("neither text nor an integer: " + value);
        }
    }

    /** Whether it holds for an instance with these params. */
    public boolean holds(Map<String, Object> params) {
        var found = params.get(param);
        return found != null
                && found.getClass() == value.getClass()
                && operator.holds(compare(found, value));
    }

    /** Whether all of them hold; none: any instance will do. */
    public static boolean all(List<SignalCondition> conditions, Map<String, Object> params) {
        return conditions.stream().allMatch(condition -> condition.holds(params));
    }

    private static int compare(Object one, Object other) {
        if (one instanceof String text && other instanceof String otherText) {
            return byCodePoint(text, otherText);
        }
        if (one instanceof Long number && other instanceof Long otherNumber) {
            return Long.compare(number, otherNumber);
        }
        return one instanceof String ? -1 : 1;
    }

    /** As the bytes of UTF-8 compare; {@link String#compareTo} has surrogates before U+E000. */
    private static int byCodePoint(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
                return surrogates ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    /** As stored: a list of {@code [param, operator, value]}. */
    public static ArrayNode toJson(List<SignalCondition> conditions) {
        var list = Json.array();
        conditions.forEach(condition -> list.addArray()
                .add(condition.param)
                .add(condition.operator.code())
                .add(Json.node(condition.value)));
        return list;
    }

    /** What {@link #toJson} wrote. */
    public static List<SignalCondition> fromJson(JsonNode list) {
        var conditions = new ArrayList<SignalCondition>(list.size());
        list.forEach(each -> conditions.add(new SignalCondition(
                each.get(0).stringValue(), Operator.of(each.get(1).stringValue()), Json.plain(each.get(2)))));
        return List.copyOf(conditions);
    }
}
