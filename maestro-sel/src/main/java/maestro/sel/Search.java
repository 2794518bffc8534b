package maestro.sel;

/** Looks for a text in another in linear time (Knuth, Morris and Pratt), so that no pair of texts makes it slow. */
final class Search {
    private static final int SHORT = 8;
    private static final int CHARS_PER_VISIT = 4; // in our own loop, or in that of the JDK at its worst

    private final String needle;
    private final Meter meter;
    private int[] borders; // of the prefixes of the needle, read forwards or backwards; null: not made yet

    Search(String needle, Meter meter) {
        this.needle = needle;
        this.meter = meter;
    }

    /** Where it is first, at or after {@code from}; -1: nowhere. */
    int first(String text, int from) {
        if (needle.length() < SHORT) {
            int found = text.indexOf(needle, from);
            meter.work(((found < 0 ? text.length() : found) - from) / CHARS_PER_VISIT);
            return found;
        }
        return scan(text, from, false);
    }

    /** Where it is last; -1: nowhere. */
    int last(String text) {
        meter.work(text.length() / CHARS_PER_VISIT);
        if (needle.length() < SHORT) return text.lastIndexOf(needle);
        int found = scan(text, 0, true);
        return found < 0 ? -1 : text.length() - found - needle.length();
    }

    private int scan(String text, int from, boolean backwards) {
        if (needle.length() > text.length() - from) return -1;
        if (borders == null) borders = borders(backwards);
        int matched = 0;
        int at = from;
        for (; at < text.length() && matched < needle.length(); at++) {
            char c = text.charAt(backwards ? text.length() - 1 - at : at);
            while (matched > 0 && c != needleAt(matched, backwards)) matched = borders[matched - 1];
            if (c == needleAt(matched, backwards)) matched++;
        }
        meter.work((at - from) / CHARS_PER_VISIT);
        return matched == needle.length() ? at - matched : -1;
    }

    private char needleAt(int index, boolean backwards) {
        return needle.charAt(backwards ? needle.length() - 1 - index : index);
    }

    private int[] borders(boolean backwards) {
        meter.charge(4L * needle.length());
        meter.work(needle.length() / CHARS_PER_VISIT);
        int[] table = new int[needle.length()];
        int matched = 0;
        for (int i = 1; i < table.length; i++) {
            while (matched > 0 && needleAt(i, backwards) != needleAt(matched, backwards)) matched = table[matched - 1];
            if (needleAt(i, backwards) == needleAt(matched, backwards)) matched++;
            table[i] = matched;
        }
        return table;
    }

    /** As {@link String#replace(CharSequence, CharSequence)}. */
    String replaceIn(String text, String replacement) {
        var out = new Text(meter);
        if (needle.isEmpty()) {
            for (int i = 0; i < text.length(); i++) {
                meter.visit();
                out.append(replacement).append(text.charAt(i));
            }
            return out.append(replacement).toString();
        }
        int from = 0;
        for (int found = first(text, 0); found >= 0; found = first(text, from)) {
            meter.visit();
            out.append(text, from, found).append(replacement);
            from = found + needle.length();
        }
        return out.append(text, from, text.length()).toString();
    }
}
