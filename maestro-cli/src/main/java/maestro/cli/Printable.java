package maestro.cli;

import java.util.regex.Pattern;

/**
 * Text from anywhere, made fit for a terminal: nothing in it moves the cursor, colours, rings, or turns the order of
 * letters around. Pure.
 */
final class Printable {
    private Printable() {}

    /** On one line. */
    static String line(String text) {
        return clean(text) ? text : block(text).replace('\n', ' ').strip();
    }

    /** On several; a carriage return ends a line. */
    static String block(String text) {
        if (clean(text)) return text;
        var unsequenced = Patterns.SEQUENCE.matcher(text).replaceAll("");
        var lines = unsequenced.replaceAll("\r\n?|[\u2028\u2029]", "\n").replace('\t', ' ');
        return Patterns.UNSEEN.matcher(lines).replaceAll("");
    }

    private static boolean clean(String text) {
        return text.chars().noneMatch(Printable::suspect);
    }

    /** The two sets overlap the patterns below: what is not in here needs no look at them. */
    private static boolean suspect(int c) {
        return c < ' ' || c >= 0x7f && c <= 0x9f || c >= 0x200b && c <= 0x200f || c >= 0x2028 && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069 || c == 0xfeff;
    }

    /** Apart, so that clean text costs no patterns. */
    private static final class Patterns {
        /** CSI sequences, strings such as titles and links up to their end, and two-character escapes. */
        static final Pattern SEQUENCE = Pattern.compile("(?:\u001b\\[|\u009b)[0-?]*[ -/]*[@-~]"
                + "|(?:\u001b[\\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\\\|\u009c)"
                + "|\u001b[ -/]*[0-~]");
        static final Pattern UNSEEN =
                Pattern.compile("[\\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff&&[^\n]]");
    }
}
