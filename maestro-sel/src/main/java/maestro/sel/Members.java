package maestro.sel;

import java.util.List;
import maestro.sel.SelException.Kind;
import org.joda.time.DateTimeZone;

/** Finds the member that a call or field means, by the type of its receiver (sel.md §7). Nothing else is reachable. */
final class Members {
    private Members() {}

    static Object call(Invocation call) {
        try {
            Object value = dispatch(call);
            if (value != null) return value;
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException
                | UnsupportedOperationException e) { // how the JDK and Joda say that an argument is bad
            throw Fault.argument(call.name() + ": " + e.getMessage());
        }
        throw Fault.unsupported(unknown(call));
    }

    /** Null: no such member. */
    private static Object dispatch(Invocation call) {
        if (call.self() instanceof ClassName named && named.type() == Type.VOID) {
            return switch (named) {
                case UTIL -> UtilMembers.call(call);
                case MATH -> SystemMembers.math(call);
                default -> SystemMembers.system(call);
            };
        }
        return switch (receiverType(call.self())) {
            case STRING -> StringMembers.call(call);
            case LONG -> NumberMembers.ofLong(call);
            case DOUBLE -> NumberMembers.ofDouble(call);
            case MAP -> MapMembers.call(call);
            case DATETIME -> DateTimeMembers.call(call);
            case DATETIME_ZONE -> DatePartMembers.zone(call);
            case DATETIME_FORMATTER -> DatePartMembers.formatter(call);
            case DATETIME_PROPERTY -> DatePartMembers.property(call);
            case DATETIME_DAYS -> DatePartMembers.days(call);
            case UUID -> SystemMembers.uuid(call);
            case PARAMS -> ParamsMembers.call(call);
            case BOOLEAN, LONG_ARRAY, DOUBLE_ARRAY, BOOLEAN_ARRAY, STRING_ARRAY, NULL, CLASS, VOID -> null;
        };
    }

    static Type receiverType(Object self) {
        return self instanceof ClassName named ? named.type() : Type.of(self);
    }

    static Object field(Object self, String name, Meter meter, Scope scope) {
        if (self == Type.Single.PARAMS) return HostValues.imported(scope.param(name), meter);
        if (name.equals("length") && Type.of(self).isArray()) {
            meter.chargeValue();
            return (long) Elements.length(self);
        }
        if (self instanceof ClassName named) {
            if (named == ClassName.DATE_TIME_ZONE && name.equals("UTC")) return DateTimeZone.UTC;
            boolean constants = switch (named) {
                case SYSTEM, ARRAYS, DATE_TIME_CONSTANTS -> true;
                default -> false;
            };
            if (constants && name.equals("SUNDAY")) return 7L;
        }
        String hint = names(self).contains(name) ? "; it is a function: " + name + "(…)" : "";
        throw Fault.unsupported(shown(self) + " has no field " + name + hint
                + (hint.isEmpty() && Type.of(self).isArray() ? Suggestion.among(List.of("length"), name) : ""));
    }

    static String shown(Object self) {
        if (self instanceof ClassName named) return "the class " + named.text();
        if (self == Type.Single.NULL) return "null (an unknown name, or a missing key)";
        return self == Type.Single.PARAMS ? "params" : "a " + Type.of(self);
    }

    private static String unknown(Invocation call) {
        var names = names(call.self());
        if (names.contains(call.name()))
            return call.name() + " of " + shown(call.self()) + " does not take " + call.arguments().length
                    + " arguments";
        String hint = Suggestion.among(names, call.name());
        return shown(call.self()) + " has no member " + call.name() + hint;
    }

    /** The members of a receiver, for messages. */
    static List<String> names(Object self) {
        String names = self instanceof ClassName named && named.type() == Type.VOID
                ? switch (named) {
                    case UTIL -> UtilMembers.NAMES;
                    case MATH -> SystemMembers.MATH_NAMES;
                    default -> SystemMembers.SYSTEM_NAMES;
                }
                : switch (receiverType(self)) {
                    case STRING -> StringMembers.NAMES;
                    case LONG -> NumberMembers.LONG_NAMES;
                    case DOUBLE -> NumberMembers.DOUBLE_NAMES;
                    case MAP -> MapMembers.NAMES;
                    case DATETIME -> DateTimeMembers.NAMES;
                    case DATETIME_ZONE -> DatePartMembers.ZONE_NAMES;
                    case DATETIME_FORMATTER -> DatePartMembers.FORMATTER_NAMES;
                    case DATETIME_PROPERTY -> DatePartMembers.PROPERTY_NAMES;
                    case DATETIME_DAYS -> DatePartMembers.DAYS_NAMES;
                    case UUID -> SystemMembers.UUID_NAMES;
                    case PARAMS -> ParamsMembers.NAMES;
                    case BOOLEAN, LONG_ARRAY, DOUBLE_ARRAY, BOOLEAN_ARRAY, STRING_ARRAY, NULL, CLASS, VOID -> "";
                };
        return List.of(names.strip().split("\\s+"));
    }

    static Fault asFault(SelException failure) {
        var kind = failure.kind() == Kind.PARSE ? Kind.ARGUMENT : failure.kind();
        return new Fault(kind, failure.getMessage());
    }
}
