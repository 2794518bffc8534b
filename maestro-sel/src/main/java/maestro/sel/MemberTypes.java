package maestro.sel;

/** The type of what a member gives, as far as its name says it (the tables of sel.md §7); null: it does not. */
final class MemberTypes {
    private MemberTypes() {}

    static Type of(Object receiver, String name) {
        if (receiver instanceof ClassName named && named.type() == Type.VOID) {
            return switch (named) {
                case UTIL -> util(name);
                case MATH -> name.equals("min") || name.equals("max") ? Type.LONG : Type.DOUBLE;
                default -> name.equals("currentTimeMillis") ? Type.LONG : null;
            };
        }
        return switch (Members.receiverType(receiver)) {
            case STRING -> string(name);
            case LONG -> name.equals("toString") ? Type.STRING : Type.LONG;
            case DOUBLE -> switch (name) {
                case "toString" -> Type.STRING;
                case "intValue", "longValue" -> Type.LONG;
                default -> Type.DOUBLE;
            };
            case MAP -> switch (name) {
                case "size" -> Type.LONG;
                case "containsKey" -> Type.BOOLEAN;
                default -> null;
            };
            case DATETIME -> date(name);
            case DATETIME_ZONE -> name.equals("forID") ? Type.DATETIME_ZONE : Type.LONG;
            case DATETIME_FORMATTER -> switch (name) {
                case "parseDateTime" -> Type.DATETIME;
                case "parseMillis" -> Type.LONG;
                case "print" -> Type.STRING;
                default -> Type.DATETIME_FORMATTER;
            };
            case DATETIME_PROPERTY -> switch (name) {
                case "get" -> Type.LONG;
                case "getAsText" -> Type.STRING;
                default -> Type.DATETIME;
            };
            case DATETIME_DAYS -> name.equals("getDays") ? Type.LONG : Type.DATETIME_DAYS;
            case UUID -> name.equals("toString") ? Type.STRING : Type.UUID;
            case PARAMS -> name.equals("containsKey") ? Type.BOOLEAN : null;
            case BOOLEAN, LONG_ARRAY, DOUBLE_ARRAY, BOOLEAN_ARRAY, STRING_ARRAY, NULL, CLASS, VOID -> null;
        };
    }

    private static Type util(String name) {
        return switch (name) {
            case "dateIntToTs", "dateIntHourToTs" -> Type.LONG;
            case "dateIntsBetween", "intsBetween" -> Type.LONG_ARRAY;
            default -> Type.STRING;
        };
    }

    private static Type string(String name) {
        return switch (name) {
            case "length", "lastIndexOf", "compareTo" -> Type.LONG;
            case "isEmpty", "startsWith", "endsWith", "contains", "equals" -> Type.BOOLEAN;
            case "split" -> Type.STRING_ARRAY;
            default -> Type.STRING;
        };
    }

    private static Type date(String name) {
        if (name.equals("toString")) return Type.STRING;
        if (name.startsWith("is")) return Type.BOOLEAN;
        if (name.startsWith("get")) return Type.LONG;
        boolean date = name.startsWith("plus") || name.startsWith("minus") || name.startsWith("with")
                || name.equals("toDateTime") || name.equals("parse");
        return date ? Type.DATETIME : Type.DATETIME_PROPERTY;
    }
}
