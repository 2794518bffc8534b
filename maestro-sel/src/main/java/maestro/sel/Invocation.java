package maestro.sel;

import maestro.sel.SelException.Kind;

/**
 * One call of a member, with checked access to its parts.
 *
 * @param self the receiver: a value, an unset one, {@code params} or a class
 * @param signature name, slash, number of arguments
 */
record Invocation(Object self, String name, String signature, Object[] arguments, Meter meter, Scope scope) {
    boolean ofClass() {
        return self instanceof ClassName;
    }

    /** For members that only a class has. */
    void requireClass() {
        if (!ofClass()) throw Fault.argument(name + " is a member of the class, not of a value");
    }

    /** The receiver, which must have this Java class. */
    <T> T self(Class<T> expected, Kind whenUnset) {
        if (expected.isInstance(self)) return expected.cast(self);
        throw new Fault(whenUnset, name + " needs a value, found "
                + (self instanceof ClassName named
                        ? "the class " + named.text() : "a " + Type.of(self) + " never assigned"));
    }

    <T> T argument(int index, Class<T> expected, Kind otherwise) {
        if (expected.isInstance(arguments[index])) return expected.cast(arguments[index]);
        throw new Fault(otherwise, "argument " + (index + 1) + " of " + name + " is a " + Type.of(arguments[index])
                + "; expected a " + expectation(expected));
    }

    private static String expectation(Class<?> expected) {
        if (expected == Long.class) return "LONG";
        if (expected == Double.class) return "DOUBLE";
        return expected == Boolean.class ? "BOOLEAN" : expected.getSimpleName();
    }

    /** A LONG argument of 32 bits, as members of the JDK and Joda take it. */
    int int32(int index) {
        return int32(index, argument(index, Long.class, Kind.ARGUMENT));
    }

    int int32(int index, long value) {
        if (value == (int) value) return (int) value;
        throw Fault.argument("argument " + (index + 1) + " of " + name + " is " + value + "; expected 32 bits");
    }

    String string(int index) {
        return argument(index, String.class, Kind.ARGUMENT);
    }

    boolean isNull(int index) {
        return arguments[index] == Type.Single.NULL || arguments[index] instanceof Type.Unset;
    }

    /** Charges for a small value that was made. */
    Object made(Object value) {
        meter.chargeValue();
        return value;
    }

    /** Charges for a string of bounded length, or no longer than one that exists. */
    String made(String value) {
        meter.chargeString(value.length());
        return value;
    }
}
