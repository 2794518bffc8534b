package maestro.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** An error that reaches a caller: a stable code, one human sentence, and details, each "&lt;path&gt; &lt;text&gt;". */
public final class MaestroException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final transient List<String> errors;

    public MaestroException(Code code, String message, List<String> errors, Throwable cause) {
        super(requireNonNull(message), cause);
        this.code = requireNonNull(code);
        this.errors = List.copyOf(errors);
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

    public static MaestroException notFound(String message) {
        return new MaestroException(Code.NOT_FOUND, message);
    }

    public Code code() {
        return code;
    }

    public List<String> errors() {
        return errors;
    }
}
