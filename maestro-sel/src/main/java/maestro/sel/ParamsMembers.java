package maestro.sel;

import java.util.ArrayList;
import java.util.List;
import maestro.sel.SelException.Kind;

/** {@code params} and the functions of the host (sel.md §7). */
final class ParamsMembers {
    static final String NAMES = "get containsKey";
    private static final int ARGUMENTS_MAX = 3;

    private ParamsMembers() {}

    static Object call(Invocation call) {
        return switch (call.signature()) {
            case "get/1" -> HostValues.imported(call.scope().param(key(call)), call.meter());
            case "containsKey/1" -> call.scope().hasParam(key(call));
            default -> ofHost(call);
        };
    }

    private static String key(Invocation call) {
        return call.argument(0, String.class, Kind.TYPE);
    }

    /** Null: the host has no such function. */
    static Object ofHost(Invocation call) {
        var extension = call.scope().extension();
        int count = call.arguments().length;
        if (count > ARGUMENTS_MAX || !extension.has(call.name(), count)) return null;
        List<String> strings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) strings.add(call.argument(i, String.class, Kind.UNSUPPORTED));
        try {
            return HostValues.imported(extension.call(call.name(), strings), call.meter());
        } catch (SelException e) {
            throw Members.asFault(e);
        }
    }
}
