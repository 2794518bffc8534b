package maestro.sel;

import maestro.sel.SelException.Kind;

/**
 * A failure on its way out of the interpreter, which knows the place; has no stack trace, it is an answer and no bug.
 */
final class Fault extends RuntimeException {
    private final Kind kind;

    Fault(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    static Fault type(String message) {
        return new Fault(Kind.TYPE, message);
    }

    static Fault argument(String message) {
        return new Fault(Kind.ARGUMENT, message);
    }

    static Fault unsupported(String message) {
        return new Fault(Kind.UNSUPPORTED, message);
    }

    static Fault limit(String message) {
        return new Fault(Kind.LIMIT, message);
    }
}
