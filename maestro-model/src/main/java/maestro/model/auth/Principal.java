package maestro.model.auth;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who calls.
 *
 * @param via what proved it, such as {@code token 4f…}; for the audit, never a secret
 */
public record Principal(Kind kind, String name, String via) {
    /** With {@code auth.mode: none} everybody is this one, and may do everything. */
    public static final Principal ANYBODY = new Principal(Kind.USER, "", "");
    /** Of a name, in characters. */
    public static final int NAME_MAX = 128;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0," + (NAME_MAX - 1) + "}");

    public enum Kind {
        USER, SERVICE;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Kind> of(String text) {
            for (Kind kind : values()) if (kind.text().equals(text)) return Optional.of(kind);
            return Optional.empty();
        }
    }

    /** Kind and name, such as {@code user:ann}. */
    public String text() {
        return kind.text() + ":" + name;
    }

    /** @throws IllegalArgumentException which says how a principal is written */
    public static Principal of(String text, String via) {
        int colon = text.indexOf(':');
        var kind = colon < 0 ? Optional.<Kind>empty() : Kind.of(text.substring(0, colon));
        String name = text.substring(colon + 1);
        if (kind.isEmpty() || !NAME.matcher(name).matches())
            throw new IllegalArgumentException("a principal is user:NAME or service:NAME, and a name has 1 to "
                    + NAME_MAX + " letters, digits, '.', '_', '@', '+' and '-'");
        return new Principal(kind.get(), name, via);
    }
}
