package maestro.model.definition;

import static maestro.model.json.Scalars.problem;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import maestro.model.param.ParamMode;
import maestro.model.param.ParamType;

/** The key of a param in short form: {@code [!]name[<type>][(mode)]} (definition.md §15.5). */
record DslParamKey(boolean expression, String name, Optional<ParamType> type, Optional<ParamMode> mode) {
    private static final Map<String, ParamType> HINTS = Map.of(
            "string", ParamType.STRING,
            "long", ParamType.LONG,
            "double", ParamType.DOUBLE,
            "boolean", ParamType.BOOLEAN,
            "map", ParamType.STRING_MAP,
            "pmap", ParamType.MAP,
            "array<string>", ParamType.STRING_ARRAY,
            "array<long>", ParamType.LONG_ARRAY,
            "array<double>", ParamType.DOUBLE_ARRAY,
            "array<boolean>", ParamType.BOOLEAN_ARRAY);

    static DslParamKey parse(String text, String path) {
        String rest = text.strip();
        boolean expression = rest.startsWith("!");
        if (expression) {
            rest = rest.substring(1).strip();
        }
        Optional<ParamMode> mode = Optional.empty();
        int open = rest.indexOf('(');
        if (open >= 0) {
            if (!rest.endsWith(")")) {
                throw malformed(path);
            }
            String name = rest.substring(open + 1, rest.length() - 1).strip();
            mode = Optional.of(Scalars.choice(Json.node(name), ParamMode.class, path));
            rest = rest.substring(0, open).strip();
        }
        Optional<ParamType> type = Optional.empty();
        int angle = rest.indexOf('<');
        if (angle >= 0) {
            if (!rest.endsWith(">")) {
                throw malformed(path);
            }
            type = Optional.of(hint(rest.substring(angle + 1, rest.length() - 1), path));
            rest = rest.substring(0, angle).strip();
        }
        if (rest.isEmpty()) {
            throw malformed(path);
        }
        return new DslParamKey(expression, rest, type, mode);
    }

    private static ParamType hint(String text, String path) {
        String hint = text.replace(" ", "");
        if (hint.equals("MAP")) { // the enum's name, unlike the hint in lower case
            return ParamType.MAP;
        }
        var known = HINTS.get(hint.toLowerCase(Locale.ROOT));
        if (known != null) {
            return known;
        }
        for (var type : ParamType.values()) {
            if (type.name().equalsIgnoreCase(hint)) {
                return type;
            }
        }
        throw problem(path, "unknown type hint " + Scalars.shown(text) + "; use one such as string, long, double,"
                + " boolean, map, pmap or array<long>");
    }

    private static RuntimeException malformed(String path) {
        return problem(path, "expected a param key such as name, !name, name<long> or name<long>(constant)");
    }
}
