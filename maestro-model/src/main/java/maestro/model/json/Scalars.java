package maestro.model.json;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import maestro.model.MaestroException;
import tools.jackson.databind.JsonNode;

/** Reads single values with the leniency of definition.md §1. Every error is a BAD_REQUEST that names the path. */
public final class Scalars {
    private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final int SHOWN_MAX = 80;

    private Scalars() {}

    /** Text; numbers and booleans as their text. */
    public static String text(JsonNode node, String path) {
        if (node.isString()) {
            return node.stringValue();
        }
        if (node.isNumber() || node.isBoolean()) {
            return numberText(node);
        }
        throw expected("text", node, path);
    }

    /** A 64-bit integer; text of digits is read, a fraction is cut off. */
    public static long integer(JsonNode node, String path) {
        BigDecimal number = number(node, "an integer", path);
        if (node.isString() && number.scale() > 0) {
            throw expected("an integer", node, path);
        }
        return fit(number.setScale(0, RoundingMode.DOWN), node, path);
    }

    /** A 64-bit integer; text of digits is read, a fraction is refused. */
    public static long exactInteger(JsonNode node, String path) {
        BigDecimal number = number(node, "an integer", path);
        if (number.signum() != 0 && number.stripTrailingZeros().scale() > 0) {
            throw expected("an integer without a fraction", node, path);
        }
        return fit(number.setScale(0, RoundingMode.DOWN), node, path);
    }

    /** A decimal with its scale kept; numeric text is read. */
    public static BigDecimal decimal(JsonNode node, String path) {
        return number(node, "a number", path);
    }

    /** A boolean, or its text in any case. */
    public static boolean flag(JsonNode node, String path) {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isString()) {
            switch (node.stringValue().strip().toLowerCase(Locale.ROOT)) {
                case "true":
                    return true;
                case "false":
                    return false;
                default:
            }
        }
        throw expected("true or false", node, path);
    }

    /** A constant of {@code type} by its name, in any case. */
    public static <E extends Enum<E>> E choice(JsonNode node, Class<E> type, String path) {
        if (node.isString()) {
            String name = node.stringValue().strip();
            for (E constant : type.getEnumConstants()) {
                if (constant.name().equalsIgnoreCase(name)) {
                    return constant;
                }
            }
        }
        throw expected(
                "one of "
                        + Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", ")),
                node,
                path);
    }

    /** A problem with one value, as a sentence: where, what was expected, what was found. */
    public static MaestroException expected(String what, JsonNode found, String path) {
        return problem(path, "expected " + what + ", found " + shown(found));
    }

    public static MaestroException problem(String path, String text) {
        return MaestroException.badRequest(path.isEmpty() ? text : path + ": " + text, path, List.of());
    }

    /** A value short enough for a message. */
    public static String shown(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case NULL, MISSING -> "nothing";
            case STRING -> shown(node.stringValue());
            default -> brief(numberText(node));
        };
    }

    /** Text in quotes, short enough for a message. */
    public static String shown(String text) {
        return "'" + brief(text) + "'";
    }

    private static String brief(String text) {
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    }

    private static String numberText(JsonNode node) {
        return node.isBigDecimal() ? node.decimalValue().toString() : node.asString();
    }

    private static BigDecimal number(JsonNode node, String what, String path) {
        if (node.isNumber()) {
            return node.decimalValue();
        }
        if (node.isString() && node.stringValue().length() <= 1000) {
            try {
                var number = new BigDecimal(node.stringValue().strip());
                if (Json.bounded(number)) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw expected(what, node, path);
            }
        }
        throw expected(what, node, path);
    }

    private static long fit(BigDecimal number, JsonNode node, String path) {
        if (number.compareTo(LONG_MIN) < 0 || number.compareTo(LONG_MAX) > 0) {
            throw expected("an integer of at most 64 bits", node, path);
        }
        return number.longValue();
    }
}
