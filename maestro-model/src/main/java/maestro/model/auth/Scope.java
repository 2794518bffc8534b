package maestro.model.auth;

import java.util.regex.Pattern;

/**
 * What a grant reaches: names that begin with a prefix, of workflows, signals, templates and tags alike; the empty
 * prefix reaches all. {@code finance.} does not reach {@code finance-x}, since the dot is part of the prefix.
 */
public record Scope(String prefix) {
    /** Of a prefix, in characters. */
    public static final int MAX = 256;
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{0," + MAX + "}");
    public static final Scope ALL = new Scope("");

    public Scope {
        if (!PREFIX.matcher(prefix).matches())
            throw new IllegalArgumentException("a scope is * or the beginning of ids, at most " + MAX
                    + " letters, digits, '.', '_' and '-'");
    }

    /** @param text {@code *} for all, else a prefix. @throws IllegalArgumentException which says what a scope is */
    public static Scope of(String text) {
        return text.equals("*") ? ALL : new Scope(required(text));
    }

    private static String required(String text) {
        if (text.isEmpty()) throw new IllegalArgumentException("a scope is * or the beginning of ids, not empty");
        return text;
    }

    public boolean reaches(String name) {
        return name.startsWith(prefix);
    }

    /** Whether this one reaches all that another one does. */
    public boolean holds(Scope other) {
        return other.prefix().startsWith(prefix);
    }

    public String text() {
        return prefix.isEmpty() ? "*" : prefix;
    }
}
