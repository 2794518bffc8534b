package maestro.model.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What an unquoted YAML scalar means. */
final class YamlScalar {
    private static final int NUMBER_CHARS_MAX = 1000;
    /** A number with leading zeros stays text: some readers take it for octal. */
    private static final Pattern DECIMAL_INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9_]*+)");
    private static final Pattern BASED_INTEGER = Pattern.compile("[-+]?0(x[0-9a-fA-F_]++|o[0-7_]++)");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(\\.[0-9]++|[0-9][0-9_]*+(\\.[0-9_]*+)?)([eE][-+]?[0-9]++)?");

    private YamlScalar() {}

    /** Empty when a number is out of bounds. */
    static Optional<JsonNode> plain(String text) {
        switch (text) {
            case "", "~", "null", "Null", "NULL" -> {
                return Optional.of(Json.node(null));
            }
            case "true", "True", "TRUE" -> {
                return Optional.of(Json.node(true));
            }
            case "false", "False", "FALSE" -> {
                return Optional.of(Json.node(false));
            }
            default -> {
                return "+-.0123456789".indexOf(text.charAt(0)) < 0 ? Optional.of(Json.node(text)) : number(text);
            }
        }
    }

    private static Optional<JsonNode> number(String text) {
        boolean based = BASED_INTEGER.matcher(text).matches();
        boolean integer = based || DECIMAL_INTEGER.matcher(text).matches();
        if (!integer && (!DECIMAL.matcher(text).matches() || zeroLed(text))) {
            return Optional.of(Json.node(text));
        }
        if (text.length() > NUMBER_CHARS_MAX) {
            return Optional.empty();
        }
        String digits = text.replace("_", "");
        if (based) {
            return Optional.of(based(digits));
        }
        if (integer) {
            return Optional.of(integer(new BigInteger(digits)));
        }
        try {
            return Optional.of(new BigDecimal(digits)).filter(Json::bounded).map(Json::node);
        } catch (NumberFormatException e) { // an exponent beyond 32 bits
            return Optional.empty();
        }
    }

    private static boolean zeroLed(String text) {
        String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        return unsigned.length() > 1 && unsigned.charAt(0) == '0' && Character.isDigit(unsigned.charAt(1));
    }

    private static JsonNode based(String text) {
        int at = text.indexOf('0') + 1;
        String digits = text.substring(at + 1);
        if (digits.isEmpty()) {
            return Json.node(text);
        }
        var number = new BigInteger(digits, text.charAt(at) == 'x' ? 16 : 8);
        return integer(text.startsWith("-") ? number.negate() : number);
    }

    private static JsonNode integer(BigInteger number) {
        return number.bitLength() < 64 ? Json.node(number.longValue()) : Json.node(number);
    }
}
