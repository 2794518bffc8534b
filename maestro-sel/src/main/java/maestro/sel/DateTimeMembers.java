package maestro.sel;

import maestro.sel.SelException.Kind;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;
import org.joda.time.format.DateTimeFormatter;

/** Members of DATETIME (sel.md §7), which are those of Joda-Time. */
final class DateTimeMembers {
    static final String NAMES = """
            parse toString withZone toDateTime plusYears plusMonths plusWeeks plusDays plusHours plusMinutes plusSeconds
            plusMillis minusYears minusMonths minusWeeks minusDays minusHours minusMinutes minusSeconds minusMillis
            withYear withWeekyear withMonthOfYear withWeekOfWeekyear withDayOfYear withDayOfMonth withDayOfWeek
            withHourOfDay withMinuteOfHour withSecondOfMinute withMillisOfSecond withMillisOfDay withTimeAtStartOfDay
            isAfter isBefore isEqual getMillis getYear getMonthOfYear getWeekyear getWeekOfWeekyear getDayOfYear
            getDayOfMonth getDayOfWeek getHourOfDay getMinuteOfDay getMinuteOfHour getSecondOfDay getSecondOfMinute
            getMillisOfDay getMillisOfSecond monthOfYear weekyear weekOfWeekyear dayOfYear dayOfMonth dayOfWeek
            hourOfDay minuteOfDay minuteOfHour secondOfDay secondOfMinute millisOfDay millisOfSecond""";
    private static final int COST = 20;

    private DateTimeMembers() {}

    static Object call(Invocation call) {
        call.meter().work(COST);
        return switch (call.signature()) {
            case "parse/2" -> {
                call.requireClass();
                var formatter = call.argument(1, DateTimeFormatter.class, Kind.ARGUMENT);
                yield call.made(Dates.inZone(formatter).parseDateTime(Dates.requireShort(call.string(0))));
            }
            case "toString/0" -> call.made(self(call).toString());
            case "toString/1" -> call.made(Dates.formatter(call.string(0)).print(self(call)));
            case "withZone/1", "toDateTime/1" -> call.made(self(call).withZone(zone(call)));
            case "withTimeAtStartOfDay/0" -> call.made(self(call).withTimeAtStartOfDay());
            case "isAfter/1" -> self(call).getMillis() > other(call);
            case "isBefore/1" -> self(call).getMillis() < other(call);
            case "isEqual/1" -> self(call).getMillis() == other(call);
            default -> switch (call.arguments().length) {
                case 0 -> read(call);
                case 1 -> change(call);
                default -> null;
            };
        };
    }

    private static DateTime self(Invocation call) {
        return call.self(DateTime.class, Kind.ARGUMENT);
    }

    private static DateTimeZone zone(Invocation call) {
        return call.isNull(0) ? DateTimeZone.UTC : call.argument(0, DateTimeZone.class, Kind.ARGUMENT);
    }

    private static long other(Invocation call) {
        return call.isNull(0) ? call.scope().clock().millis()
                : call.argument(0, DateTime.class, Kind.ARGUMENT).getMillis();
    }

    private static Object read(Invocation call) {
        if (call.name().startsWith("get")) {
            Long number = number(call);
            return number == null ? null : call.made((Object) number);
        }
        var property = property(call);
        return property == null ? null : call.made(property);
    }

    private static Long number(Invocation call) {
        return switch (call.name()) {
            case "getMillis" -> self(call).getMillis();
            case "getYear" -> (long) self(call).getYear();
            case "getMonthOfYear" -> (long) self(call).getMonthOfYear();
            case "getWeekyear" -> (long) self(call).getWeekyear();
            case "getWeekOfWeekyear" -> (long) self(call).getWeekOfWeekyear();
            case "getDayOfYear" -> (long) self(call).getDayOfYear();
            case "getDayOfMonth" -> (long) self(call).getDayOfMonth();
            case "getDayOfWeek" -> (long) self(call).getDayOfWeek();
            case "getHourOfDay" -> (long) self(call).getHourOfDay();
            case "getMinuteOfDay" -> (long) self(call).getMinuteOfDay();
            case "getMinuteOfHour" -> (long) self(call).getMinuteOfHour();
            case "getSecondOfDay" -> (long) self(call).getSecondOfDay();
            case "getSecondOfMinute" -> (long) self(call).getSecondOfMinute();
            case "getMillisOfDay" -> (long) self(call).getMillisOfDay();
            case "getMillisOfSecond" -> (long) self(call).getMillisOfSecond();
            default -> null;
        };
    }

    private static DateTime.Property property(Invocation call) {
        return switch (call.name()) {
            case "monthOfYear" -> self(call).monthOfYear();
            case "weekyear" -> self(call).weekyear();
            case "weekOfWeekyear" -> self(call).weekOfWeekyear();
            case "dayOfYear" -> self(call).dayOfYear();
            case "dayOfMonth" -> self(call).dayOfMonth();
            case "dayOfWeek" -> self(call).dayOfWeek();
            case "hourOfDay" -> self(call).hourOfDay();
            case "minuteOfDay" -> self(call).minuteOfDay();
            case "minuteOfHour" -> self(call).minuteOfHour();
            case "secondOfDay" -> self(call).secondOfDay();
            case "secondOfMinute" -> self(call).secondOfMinute();
            case "millisOfDay" -> self(call).millisOfDay();
            case "millisOfSecond" -> self(call).millisOfSecond();
            default -> null;
        };
    }

    private static Object change(Invocation call) {
        String name = call.name();
        DateTime changed = name.startsWith("with") ? with(call) : name.startsWith("plus") ? plus(call)
                : name.startsWith("minus") ? minus(call) : null;
        return changed == null ? null : call.made(changed);
    }

    private static DateTime plus(Invocation call) {
        return switch (call.name()) {
            case "plusYears" -> self(call).plusYears(call.int32(0));
            case "plusMonths" -> self(call).plusMonths(call.int32(0));
            case "plusWeeks" -> self(call).plusWeeks(call.int32(0));
            case "plusDays" -> self(call).plusDays(call.int32(0));
            case "plusHours" -> self(call).plusHours(call.int32(0));
            case "plusMinutes" -> self(call).plusMinutes(call.int32(0));
            case "plusSeconds" -> self(call).plusSeconds(call.int32(0));
            case "plusMillis" -> self(call).plusMillis(call.int32(0));
            default -> null;
        };
    }

    private static DateTime minus(Invocation call) {
        return switch (call.name()) {
            case "minusYears" -> self(call).minusYears(call.int32(0));
            case "minusMonths" -> self(call).minusMonths(call.int32(0));
            case "minusWeeks" -> self(call).minusWeeks(call.int32(0));
            case "minusDays" -> self(call).minusDays(call.int32(0));
            case "minusHours" -> self(call).minusHours(call.int32(0));
            case "minusMinutes" -> self(call).minusMinutes(call.int32(0));
            case "minusSeconds" -> self(call).minusSeconds(call.int32(0));
            case "minusMillis" -> self(call).minusMillis(call.int32(0));
            default -> null;
        };
    }

    private static DateTime with(Invocation call) {
        return switch (call.name()) {
            case "withYear" -> self(call).withYear(call.int32(0));
            case "withWeekyear" -> self(call).withWeekyear(call.int32(0));
            case "withMonthOfYear" -> self(call).withMonthOfYear(call.int32(0));
            case "withWeekOfWeekyear" -> self(call).withWeekOfWeekyear(call.int32(0));
            case "withDayOfYear" -> self(call).withDayOfYear(call.int32(0));
            case "withDayOfMonth" -> self(call).withDayOfMonth(call.int32(0));
            case "withDayOfWeek" -> self(call).withDayOfWeek(call.int32(0));
            case "withHourOfDay" -> self(call).withHourOfDay(call.int32(0));
            case "withMinuteOfHour" -> self(call).withMinuteOfHour(call.int32(0));
            case "withSecondOfMinute" -> self(call).withSecondOfMinute(call.int32(0));
            case "withMillisOfSecond" -> self(call).withMillisOfSecond(call.int32(0));
            case "withMillisOfDay" -> self(call).withMillisOfDay(call.int32(0));
            default -> null;
        };
    }
}
