package maestro.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * An error that reaches a caller: a stable code, one human sentence, and details, each "&lt;path&gt; &lt;text&gt;". One
 * about a value of a document also has the path of that value, and the names that could stand there.
 */
public final class MaestroException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final transient List<String> errors;
    private final String place;
    private final transient List<String> options;

    private MaestroException(
            Code code, String message, List<String> errors, Throwable cause, String place, List<String> options) {
        super(requireNonNull(message), cause);
        this.code = requireNonNull(code);
        this.errors = List.copyOf(errors);
        this.place = place;
        this.options = List.copyOf(options);
    }

    public MaestroException(Code code, String message, List<String> errors, Throwable cause) {
        this(code, message, errors, cause, "", List.of());
    }

    public MaestroException(Code code, String message, List<String> errors) {
        this(code, message, errors, null);
    }

    public MaestroException(Code code, String message) {
        this(code, message, List.of(), null);
    }

    public static MaestroException badRequest(String message) {
        return new MaestroException(Code.BAD_REQUEST, message);
    }

    /** @param options names that could stand at {@code place} instead */
    public static MaestroException badRequest(String message, String place, List<String> options) {
        return new MaestroException(Code.BAD_REQUEST, message, List.of(), null, place, options);
    }

    public static MaestroException notFound(String message) {
        return new MaestroException(Code.NOT_FOUND, message);
    }

    public Code code() {
        return code;
    }

    public List<String> errors() {
        return errors;
    }

    /** The path of the value that is wrong; empty: not told. */
    public String place() {
        return place;
    }

    public List<String> options() {
        return options;
    }
}
