package maestro.model.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import maestro.model.Code;
import maestro.model.MaestroException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes JSON trees (definition.md §1). Thread-safe.
 *
 * <p>Reading is bounded: 500 levels, 2 MiB, 1000 characters a number, 1000 as the largest power of ten; a key twice in
 * one object and anything after the document are refused. Decimals keep their scale.
 */
public final class Json {
    static final int DEPTH_MAX = 500;
    static final int DOCUMENT_MAX = 2 * 1024 * 1024;
    private static final int NUMBER_CHARS_MAX = 1000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxDocumentLength(DOCUMENT_MAX)
                            .maxNumberLength(NUMBER_CHARS_MAX)
                            .build())
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(2 * DEPTH_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** @throws MaestroException BAD_REQUEST, with line and column */
    public static JsonNode parse(byte[] body) {
        if (body.length > DOCUMENT_MAX) {
            throw tooLong();
        }
        try {
            return checked(MAPPER.readTree(body));
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /** @throws MaestroException BAD_REQUEST, with line and column */
    public static JsonNode parse(String text) {
        if (text.length() > DOCUMENT_MAX) {
            throw tooLong();
        }
        try {
            return checked(MAPPER.readTree(text));
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    public static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    public static String text(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /**
     * The tree as LinkedHashMap, ArrayList, String, Long, BigDecimal, Boolean. Object members that are null are left
     * out; nulls in lists stay. An integer beyond 64 bits becomes a BigDecimal.
     */
    public static Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> plainMap(node);
            case ARRAY -> {
                var list = new ArrayList<>(node.size());
                node.forEach(element -> list.add(plain(element)));
                yield list;
            }
            case STRING -> node.stringValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER ->
                node.isIntegralNumber() && node.canConvertToLong() ? (Object) node.longValue() : node.decimalValue();
            default -> null;
        };
    }

    /** {@link #plain} of an object. */
    public static Map<String, Object> plainMap(JsonNode object) {
        var map = new LinkedHashMap<String, Object>();
        for (var member : object.properties()) {
            if (!member.getValue().isNull()) {
                map.put(member.getKey(), plain(member.getValue()));
            }
        }
        return map;
    }

    /**
     * The way back from {@link #plain}; also takes Integer, Double, BigInteger, arrays of String, long, double, boolean
     * and BigDecimal, and trees, which are not copied. Half a character becomes U+FFFD.
     *
     * @throws IllegalArgumentException for any other class
     */
    public static JsonNode node(Object plain) {
        var make = JsonNodeFactory.instance;
        return switch (plain) {
            case null -> make.nullNode();
            case JsonNode tree -> tree;
            case String text -> make.stringNode(wellFormed(text));
            case Boolean flag -> make.booleanNode(flag);
            case Long number -> make.numberNode(number.longValue());
            case Integer number -> make.numberNode(number.longValue());
            case Double number -> make.numberNode(number.doubleValue());
            case BigDecimal number -> make.numberNode(number);
            case BigInteger number -> make.numberNode(number);
            case Map<?, ?> map -> {
                var object = make.objectNode();
                map.forEach((key, value) -> object.set(wellFormed((String) key), node(value)));
                yield object;
            }
            case Iterable<?> list -> {
                var array = make.arrayNode();
                list.forEach(element -> array.add(node(element)));
                yield array;
            }
            case Object[] elements -> node(Arrays.asList(elements));
            case long[] numbers -> {
                var array = make.arrayNode(numbers.length);
                for (long number : numbers) array.add(number);
                yield array;
            }
            case double[] numbers -> {
                var array = make.arrayNode(numbers.length);
                for (double number : numbers) array.add(number);
                yield array;
            }
            case boolean[] flags -> {
                var array = make.arrayNode(flags.length);
                for (boolean flag : flags) array.add(flag);
                yield array;
            }
            default -> throw new IllegalArgumentException("no JSON for " + plain.getClass().getName());
        };
    }

    /** Keeps later arithmetic cheap: {@code 1e999999999} has few characters but a billion digits. */
    static boolean bounded(BigDecimal number) {
        return Math.abs((long) number.scale()) <= NUMBER_CHARS_MAX && number.precision() <= NUMBER_CHARS_MAX;
    }

    private static JsonNode checked(JsonNode node) {
        if (node == null || node.isMissingNode()) {
            throw MaestroException.badRequest("The body is empty, expected a JSON document at line 1, column 1");
        }
        checkValues(node);
        return node;
    }

    private static void checkValues(JsonNode node) {
        if (node.isObject()) {
            node.properties().forEach(member -> {
                checkText(member.getKey());
                checkValues(member.getValue());
            });
        } else if (node.isArray()) {
            node.forEach(Json::checkValues);
        } else if (node.isString()) {
            checkText(node.stringValue());
        } else if (node.isBigDecimal() && !bounded(node.decimalValue())) {
            throw MaestroException.badRequest("A number is out of range: its power of ten may be "
                    + NUMBER_CHARS_MAX + " at most");
        }
    }

    /** No UTF-8 can hold one, so what has one could be stored but never be read again. */
    private static void checkText(String text) {
        int at = loneSurrogate(text, 0);
        if (at >= 0) {
            throw MaestroException.badRequest("A text holds half a character (the lone surrogate \\u%04X); "
                    .formatted((int) text.charAt(at)) + "write both halves, or the character itself");
        }
    }

    private static int loneSurrogate(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isLowSurrogate(c) || i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
                return i;
            }
            i++;
        }
        return -1;
    }

    /** Expressions can cut a character in half; what is left of it becomes the replacement character. */
    private static String wellFormed(String text) {
        int at = loneSurrogate(text, 0);
        if (at < 0) {
            return text;
        }
        var whole = new StringBuilder(text);
        for (; at >= 0; at = loneSurrogate(text, at + 1)) {
            whole.setCharAt(at, '\uFFFD');
        }
        return whole.toString();
    }

    private static MaestroException tooLong() {
        return MaestroException.badRequest(
                "The document is too long: at most " + DOCUMENT_MAX + " bytes are read. Make it smaller");
    }

    private static MaestroException malformed(JacksonException e) {
        // the parser's own text names its classes and settings, which tell a caller nothing
        String what = e.getOriginalMessage()
                .replaceAll("(?s)\\s*\\((start marker|for \\w+ starting) at.*", "")
                .replaceAll(",? ?from `[^`]*`", "")
                .replaceAll("(?s)\\n.*", "")
                .replaceAll("`[\\w.$]*\\.(\\w+)(\\([^`]*\\))?`", "$1");
        var at = e.getLocation();
        String where = at == null || at.getLineNr() < 1
                ? ""
                : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new MaestroException(Code.BAD_REQUEST, "Malformed JSON: " + what + where, List.of(), e);
    }
}
