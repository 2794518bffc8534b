package maestro.sel;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The class names of sel.md §5, as one sees them at the left of a dot; {@code VOID}: no type, cannot be declared. */
enum ClassName {
    STRING("String", Type.STRING), INTEGER("Integer", Type.LONG), LONG("Long", Type.LONG), FLOAT("Float", Type.DOUBLE),
    DOUBLE("Double", Type.DOUBLE), BOOLEAN("Boolean", Type.BOOLEAN), MAP("Map", Type.MAP),
    HASH_MAP("HashMap", Type.MAP), LINKED_HASH_MAP("LinkedHashMap", Type.MAP), DATE_TIME("DateTime", Type.DATETIME),
    DATE_TIME_ZONE("DateTimeZone", Type.DATETIME_ZONE),
    DATE_TIME_FORMATTER("DateTimeFormatter", Type.DATETIME_FORMATTER),
    DATE_TIME_FORMAT("DateTimeFormat", Type.DATETIME_FORMATTER), PROPERTY("Property", Type.DATETIME_PROPERTY),
    DAYS("Days", Type.DATETIME_DAYS), UUID("UUID", Type.UUID), DATE_TIME_CONSTANTS("DateTimeConstants", Type.VOID),
    SYSTEM("System", Type.VOID), ARRAYS("Arrays", Type.VOID), MATH("Math", Type.VOID), UTIL("Util", Type.VOID);

    private static final Map<String, ClassName> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ClassName::text, name -> name));

    private final String text;
    private final Type type;

    ClassName(String text, Type type) {
        this.text = text;
        this.type = type;
    }

    static Optional<ClassName> find(String text) {
        return Optional.ofNullable(BY_NAME.get(text));
    }

    String text() {
        return text;
    }

    Type type() {
        return type;
    }

    /** The type that a class name declares or makes. */
    static Type typeNamed(String text) {
        var name = BY_NAME.get(text);
        if (name == null) throw Fault.unsupported("there is no class " + text + Suggestion.among(allNames(), text));
        if (name.type == Type.VOID) throw Fault.unsupported(text + " is no type: it has no values");
        return name.type;
    }

    static List<String> allNames() {
        return Arrays.stream(values()).map(ClassName::text).toList();
    }
}
