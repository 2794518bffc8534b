package maestro.sel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Strict JSON (RFC 8259) as Map, List, String, Long, Double, Boolean and {@link Type.Single#NULL}. */
final class JsonReader {
    private static final int DEPTH_MAX = 100;

    /** The text is not JSON, or uses a number that has no 64 bits. */
    static final class Malformed extends Exception {
        Malformed(String message) {
            super(message);
        }
    }

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    static Object read(String text) throws Malformed {
        var reader = new JsonReader(text);
        Object value = reader.value();
        reader.skipBlanks();
        if (reader.at < text.length()) throw reader.malformed("the end");
        return value;
    }

    private Malformed malformed(String expected) {
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new Malformed("JSON: found " + found + " at character " + (at + 1) + "; expected " + expected);
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void skipBlanks() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') at++;
    }

    private boolean accept(char c) {
        skipBlanks();
        if (peek() != c || at >= text.length()) return false;
        at++;
        return true;
    }

    private void expect(char c) throws Malformed {
        if (!accept(c)) throw malformed("'" + c + "'");
    }

    private Object value() throws Malformed {
        skipBlanks();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", Type.Single.NULL);
            default -> number();
        };
    }

    private Object word(String word, Object value) throws Malformed {
        if (!text.startsWith(word, at)) throw malformed("a value");
        at += word.length();
        return value;
    }

    private void descend() throws Malformed {
        if (++depth > DEPTH_MAX) throw malformed("at most " + DEPTH_MAX + " levels");
        at++;
    }

    private Map<String, Object> object() throws Malformed {
        descend();
        var members = new LinkedHashMap<String, Object>();
        if (!accept('}')) {
            do {
                skipBlanks();
                if (peek() != '"') throw malformed("a member name");
                String name = string();
                expect(':');
                members.put(name, value());
            } while (accept(','));
            expect('}');
        }
        depth--;
        return members;
    }

    private List<Object> array() throws Malformed {
        descend();
        var elements = new ArrayList<Object>();
        if (!accept(']')) {
            do {
                elements.add(value());
            } while (accept(','));
            expect(']');
        }
        depth--;
        return elements;
    }

    private String string() throws Malformed {
        var content = new StringBuilder();
        at++;
        while (peek() != '"') {
            char c = peek();
            if (at >= text.length() || c < ' ') throw malformed("the end of a string");
            at++;
            content.append(c == '\\' ? escape() : c);
        }
        at++;
        return content.toString();
    }

    private char escape() throws Malformed {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unit();
            default -> {
                at--;
                throw malformed("an escape");
            }
        };
    }

    private char unit() throws Malformed {
        int value = 0;
        for (int i = 0; i < 4; i++, at++) {
            int digit = peek() < 128 ? Character.digit(peek(), 16) : -1;
            if (digit < 0) throw malformed("a hexadecimal digit");
            value = value * 16 + digit;
        }
        return (char) value;
    }

    private Object number() throws Malformed {
        int start = at;
        if (peek() == '-') at++;
        if (peek() == '0') at++;
        else digits();
        boolean decimal = peek() == '.';
        if (decimal) {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            decimal = true;
            at++;
            if (peek() == '+' || peek() == '-') at++;
            digits();
        }
        String number = text.substring(start, at);
        if (decimal) return Double.valueOf(number);
        try {
            return Long.valueOf(number);
        } catch (NumberFormatException e) {
            throw new Malformed("JSON: found the integer " + number + "; expected 64 bits");
        }
    }

    private void digits() throws Malformed {
        if (peek() < '0' || peek() > '9') throw malformed("a value");
        while (peek() >= '0' && peek() <= '9') at++;
    }
}
