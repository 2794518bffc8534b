package maestro.core.param;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** The {@code $name} syntax inside literal text (parameters.md §10): one left-to-right pass, nothing scanned twice. */
public final class Dollars {
    private Dollars() {}

    /** The names a text refers to, in order: exactly those that {@link #replace} would look up. */
    static Set<String> names(String text) {
        if (text.indexOf('$') < 0) return Set.of();
        var names = new LinkedHashSet<String>();
        names(text, names);
        return names;
    }

    static void names(String text, Collection<String> names) {
        if (text.indexOf('$') < 0) return;
        replace(text, name -> {
            names.add(name);
            return "";
        });
    }

    /** @param inserted what stands for a name, already as text */
    static String replace(String text, Function<String, String> inserted) {
        return replace(text, (name, _) -> inserted.apply(name));
    }

    /** @param inserted what stands for a name, which is also given as it is written, dollar and all */
    static String replace(String text, BinaryOperator<String> inserted) {
        int at = text.indexOf('$');
        if (at < 0) return text;
        var out = new StringBuilder(text.length() + 32);
        int copied = 0;
        while (at >= 0) {
            out.append(text, copied, at);
            copied = one(text, at, out, inserted);
            at = text.indexOf('$', copied);
        }
        return out.append(text, copied, text.length()).toString();
    }

    /** Writes what the dollar at {@code at} stands for; answers where the text goes on. */
    private static int one(String text, int at, StringBuilder out, BinaryOperator<String> inserted) {
        int end = referenceEnd(text, at + 1);
        if (end > 0) {
            boolean braced = text.charAt(at + 1) == '{';
            var name = braced ? text.substring(at + 2, end - 1) : text.substring(at + 1, end);
            out.append(inserted.apply(name, text.substring(at, end)));
            return end;
        }
        out.append('$');
        if (at + 1 >= text.length() || text.charAt(at + 1) != '$') return at + 1;
        int quoted = referenceEnd(text, at + 2);
        if (quoted < 0) return at + 2;
        out.append(text, at + 2, quoted);
        return quoted;
    }

    /** The end of a {@code name} or {@code {name}} that starts here; -1: there is none. */
    private static int referenceEnd(String text, int from) {
        if (from >= text.length()) return -1;
        boolean braced = text.charAt(from) == '{';
        int at = braced ? from + 1 : from;
        if (at >= text.length() || !letter(text.charAt(at))) return -1;
        while (at < text.length() && inName(text.charAt(at), braced)) at++;
        if (!braced) return at;
        return at < text.length() && text.charAt(at) == '}' ? at + 1 : -1;
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean inName(char c, boolean braced) {
        return letter(c) || c >= '0' && c <= '9' || c == '_' || braced && (c == '-' || c == '.' || c == '/');
    }

    /** A text that {@link #replace} turns into the given one. */
    public static String escape(String text) {
        if (text == null || text.indexOf('$') < 0) return text;
        boolean plain = names(text).isEmpty() && !text.contains("$$");
        return plain ? text : text.replace("$", "$$");
    }
}
