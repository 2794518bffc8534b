package maestro.sel;

import maestro.sel.SelException.Kind;

/** Array elements; null in a string array stands for an unset string. */
final class Elements {
    private Elements() {}

    /** The type of {@code new elementType[]}. */
    static Type arrayType(String elementType) {
        return switch (ClassName.typeNamed(elementType)) {
            case LONG -> Type.LONG_ARRAY;
            case DOUBLE -> Type.DOUBLE_ARRAY;
            case BOOLEAN -> Type.BOOLEAN_ARRAY;
            case STRING -> Type.STRING_ARRAY;
            default -> throw Fault.unsupported("there are no arrays of " + elementType);
        };
    }

    static boolean fits(Type arrayType, Object value) {
        return switch (Type.of(value)) {
            case LONG -> arrayType == Type.LONG_ARRAY;
            case DOUBLE -> arrayType == Type.DOUBLE_ARRAY;
            case BOOLEAN -> arrayType == Type.BOOLEAN_ARRAY;
            case STRING -> arrayType == Type.STRING_ARRAY;
            default -> false;
        };
    }

    static int length(Object array) {
        return switch (array) {
            case long[] longs -> longs.length;
            case double[] doubles -> doubles.length;
            case boolean[] booleans -> booleans.length;
            case String[] strings -> strings.length;
            default -> throw Fault.type("found a " + Type.of(array) + "; expected an array");
        };
    }

    /** {@code array[index]}, both still unchecked. */
    static Object get(Object array, Object index) {
        if (!(index instanceof Long i)) {
            if (index instanceof String) throw Fault.type("a " + Type.of(array) + " has no element named by a string");
            throw Fault.argument("an index is a LONG, found a " + Type.of(index));
        }
        int length = length(array);
        if (i < 0 || i >= length)
            throw new Fault(Kind.INDEX, "index " + i + " of an array of length " + length);
        int at = (int) (long) i;
        return switch (array) {
            case long[] longs -> longs[at];
            case double[] doubles -> doubles[at];
            case boolean[] booleans -> booleans[at];
            case String[] strings -> strings[at] == null ? Type.Unset.STRING : strings[at];
            default -> throw new IllegalStateException();
        };
    }

    /** @param value of the element's type */
    static void set(Object array, int at, Object value) {
        switch (array) {
            case long[] longs -> longs[at] = (Long) value;
            case double[] doubles -> doubles[at] = (Double) value;
            case boolean[] booleans -> booleans[at] = (Boolean) value;
            case String[] strings -> strings[at] = value instanceof String text ? text : null;
            default -> throw new IllegalStateException();
        }
    }
}
