package maestro.sel;

/** @param text as written; of a string its content */
record Token(Kind kind, String text, int at) {
    enum Kind { NAME, KEYWORD, INTEGER, FLOAT, STRING, SYMBOL, END }

    boolean is(String symbolOrKeyword) {
        return (kind == Kind.SYMBOL || kind == Kind.KEYWORD) && text.equals(symbolOrKeyword);
    }

    /** For messages. */
    String shown() {
        return switch (kind) {
            case END -> "the end";
            case STRING -> "a string";
            case KEYWORD -> "the reserved word '" + text + "'";
            case NAME, INTEGER, FLOAT, SYMBOL -> "'" + text + "'";
        };
    }
}
