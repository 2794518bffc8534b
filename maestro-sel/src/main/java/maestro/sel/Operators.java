package maestro.sel;

import java.util.UUID;
import maestro.sel.SelException.Kind;

/** What operators do to values: the tables of sel.md §6 and, for compound assignment, §5. */
final class Operators {
    private Operators() {}

    static Object unary(char operator, Object operand, Meter meter) {
        return switch (operand) {
            case Boolean value when operator == '!' -> !value;
            case Long value when operator == '-' -> {
                meter.chargeValue();
                yield -value;
            }
            case Double value when operator == '-' -> {
                meter.chargeValue();
                yield -value;
            }
            case Long value when operator == '+' -> value;
            case Double value when operator == '+' -> value;
            default -> throw Fault.unsupported("'" + operator + "' does not take a " + Type.of(operand));
        };
    }

    static Object binary(Operator operator, Object left, Object right, Meter meter) {
        return switch (left) {
            case Long value -> ofLong(operator, value, right, meter);
            case String value -> ofString(operator, value, right, meter);
            case Boolean value -> ofBoolean(operator, value, right);
            case Double value -> ofDouble(operator, value, right, meter);
            case Type.Single single when single == Type.Single.NULL -> ofNull(operator, right, meter);
            case Type.Unset unset when unset.type() == Type.STRING -> ofString(operator, null, right, meter);
            default -> throw mismatch(Kind.UNSUPPORTED, operator, left, right);
        };
    }

    private static Fault mismatch(Kind kind, Operator operator, Object left, Object right) {
        String hint = right == Type.Single.NULL ? "; null can stand at the left: null == x" : "";
        return new Fault(kind, "'" + operator + "' does not take " + Type.of(left) + " and " + Type.of(right) + hint);
    }

    private static Object ofLong(Operator operator, long left, Object right, Meter meter) {
        if (right instanceof Long value) return longs(operator, left, value, meter);
        if (right instanceof Double value) return doubles(operator, (double) left, value, meter);
        return ofNumber(operator, left, right, meter, Kind.TYPE);
    }

    private static Object ofDouble(Operator operator, double left, Object right, Meter meter) {
        if (right instanceof Double value) return doubles(operator, left, value, meter);
        if (right instanceof Long value) return doubles(operator, left, (double) value, meter);
        return ofNumber(operator, left, right, meter, Kind.UNSUPPORTED);
    }

    private static Object ofNumber(Operator operator, Object left, Object right, Meter meter, Kind withNull) {
        if (Type.of(right) == Type.STRING) return ofString(operator, left.toString(), right, meter);
        if (right != Type.Single.NULL) throw mismatch(Kind.TYPE, operator, left, right);
        return switch (operator) {
            case EQUAL -> false;
            case UNEQUAL -> true;
            default -> throw new Fault(withNull, "'" + operator + "' does not take " + Type.of(left) + " and null");
        };
    }

    private static Object longs(Operator operator, long left, long right, Meter meter) {
        return switch (operator) {
            case EQUAL -> left == right;
            case UNEQUAL -> left != right;
            case LESS -> left < right;
            case GREATER -> left > right;
            case LESS_EQUAL -> left <= right;
            case GREATER_EQUAL -> left >= right;
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER -> {
                meter.chargeValue();
                yield arithmetic(operator, left, right);
            }
            case AND, OR, ASSIGN -> throw mismatch(Kind.UNSUPPORTED, operator, left, right);
        };
    }

    private static long arithmetic(Operator operator, long left, long right) {
        if (right == 0 && (operator == Operator.DIVIDE || operator == Operator.REMAINDER))
            throw new Fault(Kind.ARITHMETIC, left + " " + operator + " 0");
        return switch (operator) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case REMAINDER -> left % right;
            default -> throw new IllegalArgumentException(operator.toString());
        };
    }

    private static Object doubles(Operator operator, double left, double right, Meter meter) {
        return switch (operator) {
            case EQUAL -> left == right;
            case UNEQUAL -> left != right;
            case LESS -> left < right;
            case GREATER -> left > right;
            case LESS_EQUAL -> left <= right;
            case GREATER_EQUAL -> left >= right;
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER -> {
                meter.chargeValue();
                yield arithmetic(operator, left, right);
            }
            case AND, OR, ASSIGN -> throw mismatch(Kind.UNSUPPORTED, operator, left, right);
        };
    }

    private static double arithmetic(Operator operator, double left, double right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case REMAINDER -> left % right;
            default -> throw new IllegalArgumentException(operator.toString());
        };
    }

    private static Object ofBoolean(Operator operator, boolean left, Object right) {
        if (right instanceof Boolean value) {
            return switch (operator) {
                case AND -> left && value;
                case OR -> left || value;
                case EQUAL -> left == value;
                case UNEQUAL -> left != value;
                default -> throw mismatch(Kind.UNSUPPORTED, operator, left, right);
            };
        }
        if (right == Type.Single.NULL && operator == Operator.EQUAL) return false;
        if (right == Type.Single.NULL && operator == Operator.UNEQUAL) return true;
        throw mismatch(Kind.TYPE, operator, left, right);
    }

    /** @param left null: an unset string */
    private static Object ofString(Operator operator, String left, Object right, Meter meter) {
        return switch (operator) {
            case ADD -> Text.concat(left == null ? "null" : left, Text.of(right, meter), meter);
            case EQUAL -> sameString(operator, left, right, meter);
            case UNEQUAL -> !sameString(operator, left, right, meter);
            default -> throw mismatch(Kind.UNSUPPORTED, operator, left == null ? Type.Unset.STRING : left, right);
        };
    }

    private static boolean sameString(Operator operator, String left, Object right, Meter meter) {
        if (right instanceof String value) {
            if (left == null) return false;
            meter.workOver(Math.min(left.length(), value.length()));
            return left.equals(value);
        }
        if (right == Type.Single.NULL || Type.of(right) == Type.STRING) return left == null;
        throw mismatch(Kind.TYPE, operator, left == null ? Type.Unset.STRING : left, right);
    }

    private static Object ofNull(Operator operator, Object right, Meter meter) {
        if (right instanceof UUID || right == Type.Single.PARAMS)
            throw mismatch(Kind.UNSUPPORTED, operator, Type.Single.NULL, right);
        boolean none = right == Type.Single.NULL || right instanceof Type.Unset;
        return switch (operator) {
            case EQUAL -> none;
            case UNEQUAL -> !none;
            case LESS, GREATER -> false;
            case ADD -> Text.concat("null", Text.of(right, meter), meter);
            default -> throw mismatch(Kind.UNSUPPORTED, operator, Type.Single.NULL, right);
        };
    }

    /**
     * The new value of a target that has one. Numbers are not charged: they take the place of the old ones.
     *
     * @param operator {@code ASSIGN}, or what stands before the {@code =}
     */
    static Object assign(Operator operator, Object old, Object value, Meter meter) {
        var type = Type.of(old);
        if (operator == Operator.ASSIGN) {
            requireAssignable(value);
            if (type != Type.of(value)) throw Fault.type("a " + type + " cannot become a " + Type.of(value));
            return value;
        }
        if (type == Type.STRING && operator == Operator.ADD) return ofString(operator, string(old), value, meter);
        boolean number = old instanceof Long || old instanceof Double;
        if (!number)
            throw Fault.unsupported("'" + operator + "=' does not work on a " + type);
        if (type != Type.of(value))
            throw Fault.type("'" + operator + "=' on a " + type + " takes a " + type + ", found a " + Type.of(value));
        if (old instanceof Long left && value instanceof Long right) return arithmetic(operator, left, right);
        if (old instanceof Double left && value instanceof Double right) return arithmetic(operator, left, right);
        throw new IllegalStateException(type.toString());
    }

    static void requireAssignable(Object value) {
        if (value == Type.Single.NULL || value == Type.Single.PARAMS)
            throw Fault.unsupported((value == Type.Single.NULL ? "null" : "params") + " cannot be assigned");
    }

    private static String string(Object value) {
        return value instanceof String text ? text : null;
    }
}
