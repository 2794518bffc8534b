package maestro.sel;

import static java.util.Objects.requireNonNull;

/**
 * Why an expression gave no value. Carries where in the text it went wrong; line and column count from 1, 0: unknown.
 */
public final class SelException extends Exception {
    /** The error kinds of the specification (sel.md §12). */
    public enum Kind {
        PARSE, TYPE, UNSUPPORTED, ARGUMENT, ARITHMETIC, INDEX, NULL, LIMIT, THROWN, RESULT, TIMEOUT
    }

    private final Kind kind;
    private final int line;
    private final int column;

    public SelException(Kind kind, String message, int line, int column) {
        super(requireNonNull(message));
        this.kind = requireNonNull(kind);
        this.line = line;
        this.column = column;
    }

    public Kind kind() {
        return kind;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
