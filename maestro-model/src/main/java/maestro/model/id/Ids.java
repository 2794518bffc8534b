package maestro.model.id;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules of identifiers and names (definition.md §11). Each check answers what is wrong, as the end of a sentence
 * about the name, or nothing. Thread-safe.
 */
public final class Ids {
    public static final int ID_MAX = 128;
    public static final int NAME_MAX = 256;
    public static final int DESCRIPTION_MAX = 16_384;
    /** Between a step id and a param name in references, hence in neither. */
    public static final String SEPARATOR = "__";

    private static final Pattern WORKFLOW = Pattern.compile("[_a-zA-Z0-9][.\\-_a-zA-Z0-9]*");
    private static final Pattern REFERENCE = Pattern.compile("[_a-zA-Z][.\\-_a-zA-Z0-9]*");
    private static final Pattern NAME = Pattern.compile("[\\w \\.,:@&='(){}$+\\[\\]\\-/\\\\]+");
    private static final int SHOWN_MAX = 80;

    private Ids() {}

    public static Optional<String> workflowProblem(String id) {
        if (id.isEmpty()) {
            return Optional.of("is missing; give the workflow an id");
        }
        return tooLong(id, ID_MAX)
                .or(() -> unlike(WORKFLOW, id, "letters, digits, '_', '.' and '-', first a letter, digit or '_'"))
                .or(() -> reserved(id, true));
    }

    /** Step ids, param names, job types, job template versions. */
    public static Optional<String> referenceProblem(String id) {
        if (id.isEmpty()) {
            return Optional.of("is missing; give it an id");
        }
        return tooLong(id, ID_MAX)
                .or(() -> unlike(REFERENCE, id, "letters, digits, '_', '.' and '-', starting with a letter or '_'"))
                .or(() -> id.contains(SEPARATOR)
                        ? Optional.of(shown(id) + " contains '__', which is reserved for references; use a single '_'")
                        : Optional.empty())
                .or(() -> reserved(id, false));
    }

    /** Tags and signal names. */
    public static Optional<String> nameProblem(String name) {
        if (name.isBlank()) {
            return Optional.of("is missing or blank; give it a name");
        }
        return tooLong(name, NAME_MAX)
                .or(() -> unlike(NAME, name, "letters, digits, '_', spaces and . , : @ & = ' ( ) { } $ + [ ] - / \\"))
                .or(() -> reserved(name, true));
    }

    /** What people see: any characters. */
    public static Optional<String> displayNameProblem(String name) {
        return tooLong(name, NAME_MAX);
    }

    public static Optional<String> descriptionProblem(String text) {
        return tooLong(text, DESCRIPTION_MAX);
    }

    private static Optional<String> tooLong(String text, int max) {
        return text.length() <= max
                ? Optional.empty()
                : Optional.of(shown(text) + " has " + text.length() + " characters, at most " + max + " are allowed");
    }

    private static Optional<String> unlike(Pattern pattern, String text, String allowed) {
        return pattern.matcher(text).matches()
                ? Optional.empty()
                : Optional.of(shown(text) + " has characters that are not allowed; use only " + allowed);
    }

    private static Optional<String> reserved(String text, boolean suffixToo) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("maestro_")) {
            return Optional.of(shown(text) + " starts with 'maestro_', which is reserved; choose another name");
        }
        if (suffixToo && lower.endsWith("_maestro")) {
            return Optional.of(shown(text) + " ends with '_maestro', which is reserved; choose another name");
        }
        return Optional.empty();
    }

    private static String shown(String text) {
        return "'" + (text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…") + "'";
    }
}
