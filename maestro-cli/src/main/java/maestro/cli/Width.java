package maestro.cli;

/** How many columns of a terminal a text takes: most letters one, East Asian ones and emoji two, marks none. Pure. */
final class Width {
    /** Pairs: first and last code point of what is two columns wide. */
    private static final int[] WIDE = {
        0x1100, 0x115f, 0x2e80, 0x303e, 0x3041, 0x4dbf, 0x4e00, 0xa4cf, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f,
        0xff00, 0xff60, 0xffe0, 0xffe6, 0x1f300, 0x1f64f, 0x1f680, 0x1f6ff, 0x1f900, 0x1f9ff, 0x20000, 0x3fffd
    };

    private Width() {}

    static int of(String text) {
        return text.codePoints().map(Width::of).sum();
    }

    private static int of(int letter) {
        if (letter < WIDE[0] && letter < 0x300) return 1;
        switch (Character.getType(letter)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> {
                return 0;
            }
            default -> { }
        }
        for (int i = 0; i < WIDE.length; i += 2) {
            if (letter >= WIDE[i] && letter <= WIDE[i + 1]) return 2;
        }
        return 1;
    }

    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - of(text)));
    }

    /** The text, or as much of it as fits with {@code more} behind it. */
    static String cut(String text, int width, String more) {
        if (of(text) <= width) return text;
        var kept = new StringBuilder();
        int room = width - of(more);
        for (int letter : text.codePoints().toArray()) {
            room -= of(letter);
            if (room < 0) break;
            kept.appendCodePoint(letter);
        }
        return kept + more;
    }
}
