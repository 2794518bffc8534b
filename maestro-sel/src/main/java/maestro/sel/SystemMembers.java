package maestro.sel;

import java.util.UUID;
import maestro.sel.SelException.Kind;

/** Members of Math, UUID and of the one object behind System, Arrays and DateTimeConstants (sel.md §7). */
final class SystemMembers {
    static final String MATH_NAMES = "min max pow random";
    static final String SYSTEM_NAMES = "currentTimeMillis asList";
    static final String UUID_NAMES = "randomUUID toString";

    private SystemMembers() {}

    static Object math(Invocation call) {
        return switch (call.signature()) {
            case "min/2" -> call.made((Object) Math.min(integer(call, 0), integer(call, 1)));
            case "max/2" -> call.made((Object) Math.max(integer(call, 0), integer(call, 1)));
            case "pow/2" -> call.made((Object) Math.pow(number(call, 0), number(call, 1)));
            case "random/0" -> call.made((Object) call.scope().random().nextDouble());
            default -> null;
        };
    }

    private static long integer(Invocation call, int index) {
        return call.argument(index, Long.class, Kind.TYPE);
    }

    private static double number(Invocation call, int index) {
        return call.argument(index, Number.class, Kind.TYPE).doubleValue();
    }

    static Object system(Invocation call) {
        return switch (call.signature()) {
            case "currentTimeMillis/0" -> call.made((Object) call.scope().clock().millis());
            case "asList/1" -> call.arguments()[0];
            default -> null;
        };
    }

    static Object uuid(Invocation call) {
        return switch (call.signature()) {
            case "randomUUID/0" -> call.made(random(call));
            case "toString/0" -> call.made(call.self(UUID.class, Kind.ARGUMENT).toString());
            default -> null;
        };
    }

    /** Version 4, with the bits that say so. */
    private static UUID random(Invocation call) {
        long high = call.scope().random().nextLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x4000L;
        long low = call.scope().random().nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
