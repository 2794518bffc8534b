package maestro.sel;

import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression of the JDK that cannot run away: each character it looks at is metered, and what it may do
 * between two looks is bounded beforehand by {@link RegexCost}.
 */
final class Regex {
    private static final int PATTERN_CHARS_MAX = 2_000;
    private static final int COMPILE_BYTES_PER_CHAR = 64;
    private static final int STEPS_PER_VISIT = 32;

    private final Pattern pattern;
    private final Meter meter;
    private final long stepsPerLook;

    Regex(String text, Meter meter) {
        if (text.length() > PATTERN_CHARS_MAX)
            throw Fault.limit("a regular expression of more than " + PATTERN_CHARS_MAX + " characters");
        meter.charge((long) COMPILE_BYTES_PER_CHAR * text.length());
        meter.work(text.length());
        this.meter = meter;
        this.pattern = Pattern.compile(text);
        this.stepsPerLook = RegexCost.stepsPerLook(text);
    }

    /** The text as the matcher sees it: to look at it is to pay. */
    private final class Metered implements CharSequence {
        private final String text;
        private final long visitsPerLook = 1 + stepsPerLook / STEPS_PER_VISIT;

        Metered(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            meter.work(visitsPerLook);
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private Matcher matcher(String text) {
        // a try at each place may fail without a look
        meter.work((text.length() + 1L) * stepsPerLook / STEPS_PER_VISIT);
        return pattern.matcher(new Metered(text));
    }

    /** As {@link String#split(String, int)}. */
    String[] split(String text, int limit) {
        var parts = new ArrayList<String>();
        var matcher = matcher(text);
        int from = 0;
        while ((limit <= 0 || parts.size() < limit - 1) && matcher.find()) {
            if (matcher.end() == 0) continue; // nothing before the beginning
            addPart(parts, text, from, matcher.start());
            from = matcher.end();
        }
        addPart(parts, text, from, text.length());
        int size = parts.size();
        if (limit == 0 && size > 1) while (size > 0 && parts.get(size - 1).isEmpty()) size--;
        meter.chargeArray(size);
        return parts.subList(0, size).toArray(String[]::new);
    }

    private void addPart(ArrayList<String> parts, String text, int from, int to) {
        meter.visit();
        meter.chargeString(to - from);
        parts.add(text.substring(from, to));
    }

    /** As {@link String#replaceAll(String, String)}. */
    String replaceIn(String text, String replacement) {
        var matcher = matcher(text);
        if (!matcher.find()) return text;
        var out = new Text(meter);
        int from = 0;
        do {
            meter.visit();
            out.append(text, from, matcher.start());
            expand(matcher, replacement, out);
            from = matcher.end();
        } while (matcher.find());
        return out.append(text, from, text.length()).toString();
    }

    private void expand(Matcher match, String replacement, Text out) {
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            if (c == '\\') {
                if (++i == replacement.length()) throw Fault.argument("a replacement ends in a backslash");
                out.append(replacement.charAt(i));
            } else if (c == '$') {
                i = reference(match, replacement, i + 1, out);
            } else {
                out.append(c);
            }
        }
    }

    /** Appends the group that is named at {@code at}; returns the last character of its name. */
    private static int reference(Matcher match, String replacement, int at, Text out) {
        char c = at < replacement.length() ? replacement.charAt(at) : ' ';
        if (c == '{') {
            int end = replacement.indexOf('}', at);
            if (end < 0) throw Fault.argument("a group's name in a replacement has no }");
            String name = replacement.substring(at + 1, end);
            append(out, match.group(name));
            return end;
        }
        if (c < '0' || c > '9') throw Fault.argument("'$' in a replacement is followed by no group");
        int group = c - '0';
        int last = at;
        while (last + 1 < replacement.length()) { // as many digits as still name a group
            int digit = replacement.charAt(last + 1) - '0';
            if (digit < 0 || digit > 9 || group * 10 + digit > match.groupCount()) break;
            group = group * 10 + digit;
            last++;
        }
        append(out, match.group(group));
        return last;
    }

    private static void append(Text out, String group) {
        if (group != null) out.append(group);
    }
}
