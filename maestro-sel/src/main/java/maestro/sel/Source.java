package maestro.sel;

import java.util.Arrays;
import maestro.sel.SelException.Kind;

/**
 * An expression's text made ready for the lexer (sel.md §1 and §3): trimmed, a semicolon added, Unicode escapes
 * decoded, and the way back from an offset in it to line and column of the text as given.
 */
final class Source {
    private final String given;
    private final String ready;
    private final int trimmed;
    private final int[] origins; // of each character of ready; empty: the same offset

    private Source(String given, String ready, int trimmed, int[] origins) {
        this.given = given;
        this.ready = ready;
        this.trimmed = trimmed;
        this.origins = origins;
    }

    static Source of(String given, int lengthMax) throws SelException {
        String text = given.trim();
        int trimmed = text.isEmpty() ? 0 : given.indexOf(text.charAt(0));
        boolean complete = text.isEmpty() || text.endsWith(";") || text.endsWith("}") && !text.startsWith("{\"");
        if (text.length() + (complete ? 0 : 1) >= lengthMax)
            throw new SelException(Kind.LIMIT, "the expression has " + text.length()
                    + " characters; it must have fewer than " + lengthMax, 1, 1);
        String whole = complete ? text : text + ";";
        if (!whole.contains("\\u")) return new Source(given, whole, trimmed, new int[0]);
        return decoded(new Source(given, whole, trimmed, new int[0]));
    }

    private static Source decoded(Source raw) throws SelException {
        String text = raw.ready;
        var out = new StringBuilder(text.length());
        int[] origins = new int[text.length() + 1];
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            origins[out.length()] = i;
            boolean hasNext = i + 1 < text.length();
            if (c == '\\' && hasNext && text.charAt(i + 1) == 'u') {
                int digits = i + 1;
                while (digits < text.length() && text.charAt(digits) == 'u') digits++;
                out.append(unit(raw, i, digits));
                i = digits + 4;
            } else if (c == '\\' && hasNext) { // the escaped character cannot begin a Unicode escape
                out.append(c).append(text.charAt(i + 1));
                origins[out.length() - 1] = i + 1;
                i += 2;
            } else {
                out.append(c);
                i++;
            }
        }
        origins[out.length()] = text.length();
        return new Source(raw.given, out.toString(), raw.trimmed, Arrays.copyOf(origins, out.length() + 1));
    }

    private static char unit(Source raw, int at, int digits) throws SelException {
        int value = 0;
        for (int i = digits; i < digits + 4; i++) {
            char c = i < raw.ready.length() ? raw.ready.charAt(i) : ';';
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) throw raw.failure(Kind.PARSE, "a Unicode escape needs four hexadecimal digits", at);
            value = value * 16 + digit;
        }
        return (char) value;
    }

    String ready() {
        return ready;
    }

    /** Line and column of the text as given, from 1. */
    record Place(int line, int column) {}

    SelException failure(Kind kind, String message, int at) {
        var place = place(at);
        return new SelException(kind, message, place.line(), place.column());
    }

    Place place(int at) {
        int inside = at < origins.length ? origins[at] : at;
        int offset = Math.min(inside + trimmed, given.length());
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset; i++) {
            char c = given.charAt(i);
            if (c == '\n' || c == '\r' && (i + 1 == given.length() || given.charAt(i + 1) != '\n')) {
                line++;
                lineStart = i + 1;
            }
        }
        return new Place(line, offset - lineStart + 1);
    }
}
