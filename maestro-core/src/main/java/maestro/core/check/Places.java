package maestro.core.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.core.check.Finding.Kind;
import maestro.core.check.Finding.Severity;

/** Collects findings about one text. */
record Places(List<Finding> all, Severity sure, String path, String text) {
    static Places of(String path, String text, Severity sure) {
        return new Places(new ArrayList<>(), sure, path, text);
    }

    /** Collects into another's list, with another severity of what is sure. */
    static Places of(String path, String text, Severity sure, Places into) {
        return new Places(into.all, sure, path, text);
    }

    /** Found whenever the text is evaluated at all. */
    void add(Kind kind, int line, int column, String message, Optional<String> suggestion) {
        all.add(new Finding(sure, kind, path, line, column, message, suggestion));
    }

    /** Found only if that part of the text is reached. */
    void warn(Kind kind, int line, int column, String message, Optional<String> suggestion) {
        all.add(new Finding(Severity.WARNING, kind, path, line, column, message, suggestion));
    }

    /** Where {@code $name} stands in a literal text: line and column. */
    int[] ofDollar(String name) {
        int at = Math.max(0, Math.max(text.indexOf("$" + name), text.indexOf("${" + name + "}")));
        int line = 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
        return new int[] {line, at - text.lastIndexOf('\n', Math.max(0, at - 1))};
    }
}
