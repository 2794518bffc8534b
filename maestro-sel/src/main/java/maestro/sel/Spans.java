package maestro.sel;

import java.util.Locale;

/**
 * Lengths of time in English words: {@code 1 day}, {@code 2 hours 30 minutes}, {@code 1h30min}; bare digits: seconds.
 */
final class Spans {
    private static final int CHARS_MAX = 200;

    private Spans() {}

    static long millis(String words) {
        if (words.length() > CHARS_MAX) throw Fault.argument("a duration of more than " + CHARS_MAX + " characters");
        String text = words.strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) throw malformed(words);
        long total = 0;
        int at = 0;
        while (at < text.length()) {
            int unit = end(text, at, true);
            int unitStart = skipBlanks(text, unit);
            int next = end(text, unitStart, false);
            if (unit == at) throw malformed(words);
            boolean bare = next == unitStart && at == 0 && unit == text.length();
            long factor = bare ? 1_000 : factor(text.substring(unitStart, next), words);
            total = Math.addExact(total, Math.multiplyExact(Long.parseLong(text.substring(at, unit)), factor));
            at = skipBlanks(text, next);
            if (at < text.length() && text.charAt(at) == ',') at = skipBlanks(text, at + 1);
            if (text.startsWith("and ", at)) at = skipBlanks(text, at + 4);
        }
        return total;
    }

    private static int end(String text, int from, boolean digits) {
        int at = from;
        while (at < text.length() && (digits ? isDigit(text.charAt(at)) : isLetter(text.charAt(at)))) at++;
        return at;
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') at++;
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static long factor(String unit, String words) {
        return switch (unit) {
            case "ms", "millisecond", "milliseconds" -> 1;
            case "s", "sec", "secs", "second", "seconds" -> 1_000;
            case "min", "mins", "minute", "minutes" -> 60_000;
            case "h", "hour", "hours" -> 3_600_000;
            case "d", "day", "days" -> 86_400_000;
            case "week", "weeks" -> 604_800_000;
            default -> throw malformed(words);
        };
    }

    private static Fault malformed(String words) {
        return Fault.argument("found the duration '" + words
                + "'; expected numbers with units, such as 2 hours 30 minutes");
    }
}
