package maestro.sel;

import maestro.sel.SelException.Kind;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;

/** What {@code new} makes, arrays aside (sel.md §7). */
final class Constructors {
    private Constructors() {}

    static Object make(String className, Object[] arguments, Meter meter, Scope scope) {
        var type = ClassName.typeNamed(className);
        String signature = "new/" + arguments.length;
        var call = new Invocation(Type.Single.NULL, "new " + className, signature, arguments, meter, scope);
        try {
            Object made = switch (type) {
                case STRING -> string(call);
                case LONG -> arguments.length == 1 ? number(call, Long.class) : null;
                case DOUBLE -> arguments.length == 1 ? number(call, Double.class) : null;
                case BOOLEAN -> arguments.length == 1 ? bool(call) : null;
                case MAP -> arguments.length == 0 ? call.made(new SelMap()) : null;
                case DATETIME -> dateTime(call);
                default -> throw Fault.unsupported("new " + className + " is not possible");
            };
            if (made != null) return made;
        } catch (IllegalArgumentException | ArithmeticException e) { // how the JDK and Joda say that an argument is bad
            throw Fault.argument("new " + className + ": " + e.getMessage());
        }
        throw Fault.argument("new " + className + " does not take " + arguments.length + " arguments");
    }

    private static Object string(Invocation call) {
        if (call.arguments().length == 0) return call.made("");
        if (call.arguments().length > 1) return null;
        return call.made(call.arguments()[0] instanceof Long number ? number.toString() : call.string(0));
    }

    private static Object number(Invocation call, Class<?> same) {
        if (same.isInstance(call.arguments()[0])) return call.arguments()[0];
        String text = call.string(0);
        call.meter().work(text.length());
        return call.made(same == Long.class ? (Object) Long.parseLong(text) : (Object) Double.parseDouble(text));
    }

    private static Object bool(Invocation call) {
        return call.arguments()[0] instanceof Boolean same ? same : Boolean.parseBoolean(call.string(0));
    }

    private static Object dateTime(Invocation call) {
        call.meter().work(50);
        return switch (call.arguments().length) {
            case 0 -> call.made(now(call));
            case 1 -> call.made(oneArgument(call));
            case 2 -> call.made(inZone(call, call.argument(1, DateTimeZone.class, Kind.TYPE)));
            case 8 -> call.made(new DateTime(call.int32(0), call.int32(1), call.int32(2), call.int32(3), call.int32(4),
                    call.int32(5), call.int32(6), call.argument(7, DateTimeZone.class, Kind.ARGUMENT)));
            default -> null;
        };
    }

    private static DateTime now(Invocation call) {
        return new DateTime(call.scope().clock().millis(), DateTimeZone.UTC);
    }

    private static DateTime oneArgument(Invocation call) {
        return call.arguments()[0] instanceof DateTime same ? same : inZone(call, DateTimeZone.UTC);
    }

    private static DateTime inZone(Invocation call, DateTimeZone zone) {
        if (call.isNull(0)) return now(call).withZone(zone);
        return switch (call.arguments()[0]) {
            case Long millis -> new DateTime((long) millis, zone);
            case DateTime same -> same.withZone(zone);
            case String iso -> new DateTime(Dates.requireShort(iso), zone);
            default -> throw Fault.argument("new DateTime takes a LONG, STRING or DATETIME, found a "
                    + Type.of(call.arguments()[0]));
        };
    }
}
