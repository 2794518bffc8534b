package maestro.sel;

import java.util.Locale;
import maestro.sel.SelException.Kind;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;
import org.joda.time.Days;
import org.joda.time.format.DateTimeFormatter;

/** Members of the types around DATETIME: zone, formatter, property, days (sel.md §7). */
final class DatePartMembers {
    static final String ZONE_NAMES = "forID getOffset";
    static final String FORMATTER_NAMES = "forPattern withZone parseDateTime parseMillis print";
    static final String PROPERTY_NAMES = "get getAsText withMinimumValue withMaximumValue";
    static final String DAYS_NAMES = "daysBetween getDays";
    private static final int COST = 50;

    private DatePartMembers() {}

    static Object zone(Invocation call) {
        call.meter().work(COST);
        return switch (call.signature()) {
            case "forID/1" -> call.made(zoneNamed(call.argument(0, String.class, Kind.TYPE)));
            case "getOffset/1" -> {
                var zone = call.self(DateTimeZone.class, Kind.NULL);
                yield call.made((Object) (long) zone.getOffset(call.argument(0, DateTime.class, Kind.TYPE)));
            }
            default -> null;
        };
    }

    /** Under its canonical id, whether asked by that or by an alias. */
    static DateTimeZone zoneNamed(String id) {
        return DateTimeZone.forID(Dates.requireShort(id));
    }

    static Object formatter(Invocation call) {
        call.meter().work(COST);
        return switch (call.signature()) {
            case "forPattern/1" -> call.made(Dates.formatter(call.argument(0, String.class, Kind.TYPE)));
            case "withZone/1" -> call.made(formatterOf(call).withZone(call.argument(0, DateTimeZone.class, Kind.TYPE)));
            case "parseDateTime/1" -> {
                String text = call.arguments()[0] instanceof Long number ? number.toString()
                        : call.argument(0, String.class, Kind.TYPE);
                yield call.made(Dates.inZone(formatterOf(call)).parseDateTime(Dates.requireShort(text)));
            }
            case "parseMillis/1" -> {
                String text = Dates.requireShort(call.argument(0, String.class, Kind.TYPE));
                yield call.made((Object) Dates.inZone(formatterOf(call)).parseMillis(text));
            }
            case "print/1" -> call.made(call.arguments()[0] instanceof Long millis
                    ? Dates.inZone(formatterOf(call)).print(millis)
                    : formatterOf(call).print(call.argument(0, DateTime.class, Kind.TYPE)));
            default -> null;
        };
    }

    private static DateTimeFormatter formatterOf(Invocation call) {
        return call.self(DateTimeFormatter.class, Kind.NULL);
    }

    static Object property(Invocation call) {
        call.meter().work(COST);
        return switch (call.signature()) {
            case "get/0" -> call.made((Object) (long) propertyOf(call).get());
            case "getAsText/0" -> call.made(propertyOf(call).getAsText(Locale.US));
            case "withMinimumValue/0" -> call.made(propertyOf(call).withMinimumValue());
            case "withMaximumValue/0" -> call.made(propertyOf(call).withMaximumValue());
            default -> null;
        };
    }

    private static DateTime.Property propertyOf(Invocation call) {
        return call.self(DateTime.Property.class, Kind.NULL);
    }

    static Object days(Invocation call) {
        call.meter().work(COST);
        return switch (call.signature()) {
            case "daysBetween/2" -> call.made(Days.daysBetween(call.argument(0, DateTime.class, Kind.TYPE),
                    call.argument(1, DateTime.class, Kind.TYPE)));
            case "getDays/0" -> call.made((Object) (long) call.self(Days.class, Kind.NULL).getDays());
            default -> null;
        };
    }
}
