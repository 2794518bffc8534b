package maestro.sel;

import java.util.UUID;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;
import org.joda.time.Days;
import org.joda.time.format.DateTimeFormatter;

/** The types of SEL (sel.md §2) and how values show them: by their Java class, or by {@link Unset}. */
enum Type {
    LONG, DOUBLE, BOOLEAN, STRING, LONG_ARRAY, DOUBLE_ARRAY, BOOLEAN_ARRAY, STRING_ARRAY, MAP,
    DATETIME, DATETIME_ZONE, DATETIME_FORMATTER, DATETIME_PROPERTY, DATETIME_DAYS, UUID, NULL, PARAMS, CLASS, VOID;

    /** A variable that was declared and never assigned. */
    record Unset(Type type) {
        static final Unset STRING = new Unset(Type.STRING);
    }

    /** Values that are there once. */
    enum Single { NULL, PARAMS, VOID }

    static Type of(Object value) {
        return switch (value) {
            case Long _ -> LONG;
            case String _ -> STRING;
            case Boolean _ -> BOOLEAN;
            case Double _ -> DOUBLE;
            case Single single -> switch (single) {
                case NULL -> NULL;
                case PARAMS -> PARAMS;
                case VOID -> VOID;
            };
            case long[] _ -> LONG_ARRAY;
            case String[] _ -> STRING_ARRAY;
            case SelMap _ -> MAP;
            case Unset unset -> unset.type();
            case double[] _ -> DOUBLE_ARRAY;
            case boolean[] _ -> BOOLEAN_ARRAY;
            case DateTime _ -> DATETIME;
            case DateTimeZone _ -> DATETIME_ZONE;
            case DateTimeFormatter _ -> DATETIME_FORMATTER;
            case DateTime.Property _ -> DATETIME_PROPERTY;
            case Days _ -> DATETIME_DAYS;
            case UUID _ -> UUID;
            case ClassName _ -> CLASS;
            default -> throw new IllegalStateException("no SEL value: " + value.getClass());
        };
    }

    boolean isArray() {
        return switch (this) {
            case LONG_ARRAY, DOUBLE_ARRAY, BOOLEAN_ARRAY, STRING_ARRAY -> true;
            default -> false;
        };
    }

    /** The array type with elements of this type. */
    Type arrayOf() {
        return switch (this) {
            case LONG -> LONG_ARRAY;
            case DOUBLE -> DOUBLE_ARRAY;
            case BOOLEAN -> BOOLEAN_ARRAY;
            case STRING -> STRING_ARRAY;
            default -> throw Fault.argument("there are no arrays of " + this);
        };
    }

    /** What {@code T x;} binds. */
    Object zero() {
        return switch (this) {
            case LONG -> 0L;
            case DOUBLE -> 0.0;
            case BOOLEAN -> false;
            case LONG_ARRAY, DOUBLE_ARRAY, BOOLEAN_ARRAY, STRING_ARRAY -> newArray(0);
            case STRING -> Unset.STRING;
            default -> new Unset(this);
        };
    }

    /** An array of this array type, filled with zeros; null stands for an unset string. */
    Object newArray(int size) {
        return switch (this) {
            case LONG_ARRAY -> new long[size];
            case DOUBLE_ARRAY -> new double[size];
            case BOOLEAN_ARRAY -> new boolean[size];
            case STRING_ARRAY -> new String[size];
            default -> throw new IllegalStateException(this + " is no array");
        };
    }
}
