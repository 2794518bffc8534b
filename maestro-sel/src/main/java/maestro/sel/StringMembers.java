package maestro.sel;

import java.util.Locale;
import maestro.sel.SelException.Kind;

/** Members of STRING (sel.md §7). */
final class StringMembers {
    static final String NAMES = """
            length isEmpty trim toUpperCase toLowerCase substring split replace replaceAll startsWith endsWith contains
            lastIndexOf equals compareTo valueOf format join escape""";

    private StringMembers() {}

    static Object call(Invocation call) {
        var meter = call.meter();
        return switch (call.signature()) {
            case "length/0" -> call.made((Object) (long) self(call).length());
            case "isEmpty/0" -> self(call).isEmpty();
            case "trim/0" -> call.made(read(call, self(call)).trim());
            case "toUpperCase/0" -> call.made(read(call, self(call)).toUpperCase(Locale.US));
            case "toLowerCase/0" -> call.made(read(call, self(call)).toLowerCase(Locale.US));
            case "substring/1" -> substring(call, call.int32(0), self(call).length());
            case "substring/2" -> substring(call, call.int32(0), call.int32(1));
            case "split/1" -> new Regex(call.string(0), meter).split(self(call), 0);
            case "split/2" -> new Regex(call.string(0), meter).split(self(call), call.int32(1));
            case "replace/2" -> new Search(call.string(0), meter).replaceIn(self(call), call.string(1));
            case "replaceAll/2" -> new Regex(call.string(0), meter).replaceIn(self(call), call.string(1));
            case "startsWith/1" -> read(call, self(call)).startsWith(call.string(0));
            case "endsWith/1" -> read(call, self(call)).endsWith(call.string(0));
            case "contains/1" -> new Search(call.string(0), meter).first(self(call), 0) >= 0;
            case "lastIndexOf/1" -> call.made((Object) (long) new Search(call.string(0), meter).last(self(call)));
            case "equals/1" -> read(call, self(call)).equals(call.arguments()[0]);
            case "compareTo/1" -> call.made((Object) (long) read(call, self(call)).compareTo(call.string(0)));
            case "valueOf/1" -> {
                call.requireClass();
                yield call.made(Text.of(call.arguments()[0], meter));
            }
            case "escape/0" -> escaped(self(call), meter);
            case "escape/1" -> escaped(call.string(0), meter);
            default -> switch (call.name()) {
                case "format" -> format(call);
                case "join" -> join(call);
                default -> null;
            };
        };
    }

    private static String self(Invocation call) {
        return call.self(String.class, Kind.ARGUMENT);
    }

    /** Makes room for a copy, and counts the time to read it all. */
    private static String read(Invocation call, String text) {
        call.meter().require(2L * text.length());
        call.meter().workOver(text.length());
        return text;
    }

    private static String substring(Invocation call, int from, int to) {
        String text = self(call);
        if (from < 0 || to > text.length() || from > to)
            throw Fault.argument("substring from " + from + " to " + to + " of " + text.length() + " characters");
        call.meter().chargeString(to - from);
        return text.substring(from, to);
    }

    private static String format(Invocation call) {
        if (call.arguments().length == 0) throw Fault.argument("format takes a format first");
        return FormatText.format(call.argument(0, String.class, Kind.TYPE), call.arguments(), call.meter());
    }

    private static String join(Invocation call) {
        if (call.arguments().length == 0) throw Fault.argument("join takes a separator first");
        String separator = call.argument(0, String.class, Kind.TYPE);
        var out = new Text(call.meter());
        if (call.arguments().length == 2 && call.arguments()[1] instanceof String[] parts) {
            for (int i = 0; i < parts.length; i++) out.append(i == 0 ? "" : separator).append(String.valueOf(parts[i]));
            return out.toString();
        }
        for (int i = 1; i < call.arguments().length; i++) {
            boolean unset = call.arguments()[i] instanceof Type.Unset missing && missing.type() == Type.STRING;
            String part = unset ? "null" : call.argument(i, String.class, Kind.TYPE);
            out.append(i == 1 ? "" : separator).append(part);
        }
        return out.toString();
    }

    private static String escaped(String text, Meter meter) {
        var out = new Text(meter);
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            String escape = switch (text.charAt(i)) {
                case '\\' -> "\\\\";
                case '\t' -> "\\t";
                case '\b' -> "\\b";
                case '\n' -> "\\n";
                case '\r' -> "\\r";
                case '\f' -> "\\f";
                case '"' -> "\\\"";
                default -> "";
            };
            if (escape.isEmpty()) continue;
            out.append(text, plain, i).append(escape);
            plain = i + 1;
        }
        return out.append(text, plain, text.length()).toString();
    }
}
