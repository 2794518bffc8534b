package maestro.sel;

import java.util.function.IntToLongFunction;
import maestro.sel.SelException.Kind;
import org.joda.time.DateTime;
import org.joda.time.Days;

/** Members of {@code Util} (sel.md §7); functions of the host go first. */
final class UtilMembers {
    static final String NAMES = """
            dateIntToTs tsToDateInt incrementDateInt dateIntHourToTs dateIntsBetween intsBetween
            timeoutForDateTimeDeadline timeoutForDateIntDeadline toJson""";
    private static final int COST = 50;

    private UtilMembers() {}

    static Object call(Invocation call) {
        call.meter().work(COST);
        if (call.scope().extension().has(call.name(), call.arguments().length)) return ParamsMembers.ofHost(call);
        return switch (call.signature()) {
            case "dateIntToTs/1" -> call.made((Object) date(call, 0).getMillis());
            case "tsToDateInt/1" -> call.made(Dates.dateInt().print(integer(call, 0)));
            case "incrementDateInt/2" -> {
                int days = call.int32(1, call.argument(1, Long.class, Kind.TYPE));
                yield call.made(Dates.dateInt().print(date(call, 0).plusDays(days)));
            }
            case "dateIntHourToTs/5" -> call.made((Object) hour(call).getMillis());
            case "dateIntsBetween/3" -> datesBetween(call);
            case "intsBetween/3" -> intsBetween(call);
            case "timeoutForDateTimeDeadline/2" -> timeout(call, call.argument(0, DateTime.class, Kind.TYPE));
            case "timeoutForDateIntDeadline/2" -> timeout(call, date(call, 0));
            case "toJson/1" -> call.made(JsonWriter.compact(call.arguments()[0], call.meter()));
            default -> null;
        };
    }

    private static String digits(Invocation call, int index) {
        return switch (call.arguments()[index]) {
            case Long number -> number.toString();
            case String text -> Dates.requireShort(text);
            default -> throw Fault.argument("argument " + (index + 1) + " of " + call.name() + " is a "
                    + Type.of(call.arguments()[index]) + "; expected a LONG or STRING");
        };
    }

    private static long integer(Invocation call, int index) {
        return Long.parseLong(digits(call, index));
    }

    private static int int32(Invocation call, int index) {
        return call.int32(index, integer(call, index));
    }

    private static DateTime date(Invocation call, int index) {
        return Dates.dateInt().parseDateTime(digits(call, index));
    }

    private static DateTime hour(Invocation call) {
        var zone = DatePartMembers.zoneNamed(call.argument(2, String.class, Kind.ARGUMENT));
        var start = Dates.formatter("yyyyMMddHH").withZone(zone).parseDateTime(digits(call, 0) + digits(call, 1));
        return start.minusDays(int32(call, 3)).minusHours(int32(call, 4));
    }

    private static long dateInt(DateTime date) {
        return date.getYear() * 10_000L + date.getMonthOfYear() * 100L + date.getDayOfMonth();
    }

    private static Object datesBetween(Invocation call) {
        int step = int32(call, 2);
        if (step == 0) throw Fault.argument("a step of 0 leads nowhere");
        var from = date(call, step > 0 ? 0 : 1);
        long days = Days.daysBetween(from, date(call, step > 0 ? 1 : 0)).getDays();
        long stride = Math.abs((long) step);
        long count = days <= 0 ? 0 : (days - 1) / stride + 1;
        call.meter().work(count * COST);
        IntToLongFunction element = step > 0
                ? i -> dateInt(from.plusDays((int) (i * stride)))
                : i -> dateInt(from.plusDays((int) ((count - 1 - i) * stride)));
        return filled(call, count, element);
    }

    private static Object intsBetween(Invocation call) {
        long from = int32(call, 0);
        long to = int32(call, 1);
        long step = int32(call, 2);
        if (step == 0 && from != to) throw Fault.argument("a step of 0 leads nowhere");
        boolean empty = step == 0 || (step > 0 ? from >= to : from <= to);
        long count = empty ? 0 : (Math.abs(to - from) - 1) / Math.abs(step) + 1;
        return filled(call, count, i -> from + i * step);
    }

    private static long[] filled(Invocation call, long count, IntToLongFunction element) {
        call.meter().chargeArray(count);
        var array = new long[(int) count];
        for (int i = 0; i < array.length; i++) array[i] = element.applyAsLong(i);
        return array;
    }

    private static String timeout(Invocation call, DateTime start) {
        long span = Spans.millis(call.argument(1, String.class, Kind.ARGUMENT));
        long deadline = Math.addExact(start.getMillis(), span);
        return call.made(Math.max(0, Math.subtractExact(deadline, call.scope().clock().millis())) + " milliseconds");
    }
}
