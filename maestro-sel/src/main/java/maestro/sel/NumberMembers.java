package maestro.sel;

import maestro.sel.SelException.Kind;

/** Members of LONG and DOUBLE (sel.md §7). */
final class NumberMembers {
    static final String LONG_NAMES = "toString valueOf parseLong intValue";
    static final String DOUBLE_NAMES = "toString valueOf parseDouble intValue longValue";

    private NumberMembers() {}

    static Object ofLong(Invocation call) {
        return switch (call.signature()) {
            case "toString/0" -> call.made(call.self(Long.class, Kind.ARGUMENT).toString());
            case "toString/1" -> call.made(call.argument(0, Long.class, Kind.TYPE).toString());
            case "intValue/0" -> call.self(Long.class, Kind.ARGUMENT);
            case "parseLong/1" -> call.made((Object) Long.parseLong(call.argument(0, String.class, Kind.TYPE)));
            case "valueOf/1" -> call.arguments()[0] instanceof Long same ? same
                    : call.made((Object) Long.parseLong(call.argument(0, String.class, Kind.UNSUPPORTED)));
            default -> null;
        };
    }

    static Object ofDouble(Invocation call) {
        return switch (call.signature()) {
            case "toString/0" -> call.made(call.self(Double.class, Kind.ARGUMENT).toString());
            case "toString/1" -> call.made(call.argument(0, Double.class, Kind.TYPE).toString());
            case "intValue/0", "longValue/0" ->
                    call.made((Object) (long) (double) call.self(Double.class, Kind.ARGUMENT));
            case "parseDouble/1" -> parsed(call, call.argument(0, String.class, Kind.TYPE));
            case "valueOf/1" -> call.arguments()[0] instanceof Double same ? same
                    : parsed(call, call.argument(0, String.class, Kind.UNSUPPORTED));
            default -> null;
        };
    }

    private static Object parsed(Invocation call, String text) {
        call.meter().work(text.length());
        return call.made((Object) Double.parseDouble(text));
    }
}
