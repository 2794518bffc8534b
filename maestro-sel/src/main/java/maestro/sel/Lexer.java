package maestro.sel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import maestro.sel.SelException.Kind;

/** Cuts a text into tokens (sel.md §3), each character looked at a bounded number of times. */
final class Lexer {
    private static final Set<String> RESERVED = Set.of("""
            abstract boolean break byte case catch char class const continue default do double else extends false final
            finally float for goto if implements import instanceof int interface long native new null package private
            protected public return short static super switch synchronized this throw throws transient true try void
            volatile while""".split("\\s+"));
    private static final List<String> SYMBOLS = List.of(">>>=", "<<=", ">>=", ">>>", "==", "!=", "<=", ">=", "&&", "||",
            "+=", "-=", "*=", "/=", "%=", "++", "--", "<<", ">>", "&=", "|=", "^=",
            "(", ")", "{", "}", "[", "]", ";", ",", ".", "=", "<", ">", "!", "?", ":", "+", "-", "*", "/", "%",
            "~", "&", "|", "^");
    private static final Set<String> NEVER_VALID =
            Set.of("~", "++", "--", "&", "|", "^", "<<", ">>", ">>>", "&=", "|=", "^=", "<<=", ">>=", ">>>=");
    private static final String[][] SYMBOLS_BY_FIRST = new String[128][];

    static {
        for (int c = 0; c < SYMBOLS_BY_FIRST.length; c++) {
            String first = String.valueOf((char) c);
            SYMBOLS_BY_FIRST[c] = SYMBOLS.stream().filter(symbol -> symbol.startsWith(first)).toArray(String[]::new);
        }
    }

    private final Source source;
    private final String text;
    private final List<Token> tokens;
    private int position;

    private Lexer(Source source) {
        this.source = source;
        this.text = source.ready();
        this.tokens = new ArrayList<>(text.length() / 3 + 4);
    }

    /** All tokens, the last one being the end. */
    static List<Token> tokens(Source source) throws SelException {
        var lexer = new Lexer(source);
        while (lexer.skipBlanks()) lexer.tokens.add(lexer.next());
        lexer.tokens.add(new Token(Token.Kind.END, "", lexer.text.length()));
        return lexer.tokens;
    }

    private char peek(int ahead) {
        return position + ahead < text.length() ? text.charAt(position + ahead) : '\0';
    }

    private SelException failure(String message, int at) {
        return source.failure(Kind.PARSE, message, at);
    }

    /** False at the end. */
    private boolean skipBlanks() throws SelException {
        while (position < text.length()) {
            char c = peek(0);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') position++;
            else if (c == '/' && peek(1) == '/') skipLine();
            else if (c == '/' && peek(1) == '*') skipBlock();
            else return true;
        }
        return false;
    }

    private void skipLine() {
        while (position < text.length() && peek(0) != '\n' && peek(0) != '\r') position++;
    }

    private void skipBlock() throws SelException {
        int end = text.indexOf("*/", position + 2);
        if (end < 0) throw failure("a comment begins here and has no end; expected */", position);
        position = end + 2;
    }

    private Token next() throws SelException {
        char c = peek(0);
        if (isLetter(c)) return word();
        if (isDigit(c) || c == '.' && isDigit(peek(1))) return number();
        if (c == '"' || c == '\'') return string(c);
        return symbol(c);
    }

    private Token word() {
        int start = position;
        while (position < text.length() && (isLetter(peek(0)) || isDigit(peek(0)))) position++;
        String word = text.substring(start, position);
        return new Token(RESERVED.contains(word) ? Token.Kind.KEYWORD : Token.Kind.NAME, word, start);
    }

    private Token number() {
        int start = position;
        int floatEnd = floatEnd(start);
        boolean isFloat = floatEnd > start;
        position = isFloat ? floatEnd : integerEnd(start);
        return new Token(isFloat ? Token.Kind.FLOAT : Token.Kind.INTEGER, text.substring(start, position), start);
    }

    private int digitsEnd(int from) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at))) at++;
        return at;
    }

    private char at(int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }

    /** The end of a floating literal, or {@code start} when it is an integer. */
    private int floatEnd(int start) {
        int end = digitsEnd(start);
        boolean isFloat = at(end) == '.';
        if (isFloat) end = digitsEnd(end + 1);
        if (at(end) == 'e' || at(end) == 'E') {
            int digits = at(end + 1) == '+' || at(end + 1) == '-' ? end + 2 : end + 1;
            if (isDigit(at(digits))) {
                isFloat = true;
                end = digitsEnd(digits);
            }
        }
        if ("fFdD".indexOf(at(end)) >= 0 && end < text.length()) return end + 1;
        return isFloat ? end : start;
    }

    private int integerEnd(int start) {
        int end = start + 1;
        if (at(start) != '0') {
            end = digitsEnd(start);
        } else if ((at(end) == 'x' || at(end) == 'X') && Character.digit(at(end + 1), 16) >= 0) {
            end++;
            while (Character.digit(at(end), 16) >= 0) end++;
        } else {
            while (at(end) >= '0' && at(end) <= '7') end++;
        }
        return at(end) == 'l' || at(end) == 'L' ? end + 1 : end;
    }

    private Token string(char quote) throws SelException {
        int start = position++;
        var content = new StringBuilder();
        while (peek(0) != quote) {
            char c = peek(0);
            if (position >= text.length() || c == '\n' || c == '\r')
                throw failure("a string begins here and has no end; expected " + quote, start);
            if (c == '\\') {
                content.append(escape(peek(1)));
                position += 2;
            } else {
                content.append(c);
                position++;
            }
        }
        position++;
        return new Token(Token.Kind.STRING, content.toString(), start);
    }

    private char escape(char c) throws SelException {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'r' -> '\r';
            case 'f' -> '\f';
            case '\\', '\'', '"' -> c;
            default -> throw failure("found the escape '\\" + c
                    + "'; expected one of \\n \\t \\b \\r \\f \\\\ \\' \\\"", position);
        };
    }

    private Token symbol(char c) throws SelException {
        for (String symbol : c < SYMBOLS_BY_FIRST.length ? SYMBOLS_BY_FIRST[c] : new String[0]) {
            if (!text.startsWith(symbol, position)) continue;
            if (NEVER_VALID.contains(symbol))
                throw failure("found '" + symbol + "', which SEL does not have" + instead(symbol), position);
            var token = new Token(Token.Kind.SYMBOL, symbol, position);
            position += symbol.length();
            return token;
        }
        throw failure("found the character '" + c + "', which begins nothing in SEL", position);
    }

    private static String instead(String symbol) {
        return switch (symbol) {
            case "++" -> "; did you mean += 1?";
            case "--" -> "; did you mean -= 1, or - -?";
            case "&" -> "; did you mean &&?";
            case "|" -> "; did you mean ||?";
            default -> "";
        };
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(char c) {
        if (c < 0x80) return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$';
        return c >= 0xC0 && c <= 0x1FFF && c != 0xD7 && c != 0xF7
                || c >= 0x3040 && c <= 0x318F || c >= 0x3300 && c <= 0x337F || c >= 0x3400 && c <= 0x3D2D
                || c >= 0x4E00 && c <= 0x9FFF || c >= 0xF900 && c <= 0xFAFF;
    }
}
