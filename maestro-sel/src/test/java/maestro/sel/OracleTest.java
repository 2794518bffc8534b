package maestro.sel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random arguments, the JDK as the judge. */
class OracleTest {
    private static final int ROUNDS = 1_000;
    private static final long MILLENNIUM_MILLIS = 31_556_952_000_000L;

    private final Random random = new Random(7);

    private static Object eval(String text, Map<String, Object> variables) throws SelException {
        return Expression.parse(text).evaluate(Scope.of(variables), Budget.defaults());
    }

    private long number() {
        return random.nextBoolean() ? random.nextInt(-9, 10) : random.nextLong() >> random.nextInt(64);
    }

    private double fraction() {
        return switch (random.nextInt(4)) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextInt(-5, 6);
            default -> random.nextGaussian() * 1e6;
        };
    }

    @Test
    void longsComputeAsInJava() throws SelException {
        for (int i = 0; i < ROUNDS; i++) {
            long x = number();
            long y = number();
            Map<String, Object> xy = Map.of("x", x, "y", y);
            assertThat(eval("x + y", xy)).isEqualTo(x + y);
            assertThat(eval("x - y * 3", xy)).isEqualTo(x - y * 3);
            if (y != 0) assertThat(eval("x / y", xy)).isEqualTo(x / y);
            if (y != 0) assertThat(eval("x % y", xy)).isEqualTo(x % y);
            assertThat(eval("(x < y) == (x <= y) ? 'yes' : 'no'", xy)).isEqualTo(x != y ? "yes" : "no");
            assertThat(eval("Math.min(x, y)", xy)).isEqualTo(Math.min(x, y));
            assertThat(eval("x *= y", xy)).isEqualTo(x * y);
            assertThat(eval("'' + x", xy)).isEqualTo(Long.toString(x));
            assertThat(eval("String.format('%x %,d %08d', x, y, y)", xy)).isEqualTo(String.format(Locale.US,
                    "%s %,d %08d", x == (int) x ? Integer.toHexString((int) x) : Long.toHexString(x), y, y));
        }
    }

    @Test
    void doublesComputeAsInJava() throws SelException {
        for (int i = 0; i < ROUNDS; i++) {
            double x = fraction();
            double y = fraction();
            long n = number();
            Map<String, Object> xyn = Map.of("x", x, "y", y, "n", n);
            assertThat(eval("x + y", xyn)).isEqualTo(x + y);
            assertThat(eval("x * n", xyn)).isEqualTo(x * n);
            assertThat(eval("n / y", xyn)).isEqualTo(n / y);
            assertThat(eval("x % y", xyn)).isEqualTo(x % y);
            assertThat(eval("x >= y", xyn)).isEqualTo(x >= y);
            assertThat(eval("n == x", xyn)).isEqualTo(n == x);
            assertThat(eval("x.longValue()", xyn)).isEqualTo((long) x);
            assertThat(eval("Math.pow(x, n)", xyn)).isEqualTo(Math.pow(x, n));
            assertThat(eval("Double.parseDouble('' + x)", xyn)).isEqualTo(x);
        }
    }

    private String text(int charsMax) {
        var text = new StringBuilder();
        for (int i = random.nextInt(charsMax + 1); i > 0; i--) text.append("ab, A1.é".charAt(random.nextInt(8)));
        return text.toString();
    }

    @Test
    void stringsAreTreatedAsInJava() throws SelException {
        for (int i = 0; i < ROUNDS; i++) {
            String s = text(60).repeat(random.nextInt(1, 4));
            String t = text(i % 3 == 0 ? 14 : 2);
            String long10 = s.length() > 12 ? s.substring(s.length() / 2 - 5, s.length() / 2 + 5) : s;
            Map<String, Object> vars = Map.of("s", s, "t", t, "u", long10);
            assertThat(eval("s.replace(t, 'xy')", vars)).isEqualTo(s.replace(t, "xy"));
            assertThat(eval("s.contains(t)", vars)).isEqualTo(s.contains(t));
            assertThat(eval("s.contains(u) && s.replace(u, '').length() == " + s.replace(long10, "").length(), vars))
                    .isEqualTo(true);
            assertThat(eval("s.lastIndexOf(t)", vars)).isEqualTo((long) s.lastIndexOf(t));
            assertThat(eval("s.lastIndexOf(u)", vars)).isEqualTo((long) s.lastIndexOf(long10));
            assertThat(eval("s.compareTo(t)", vars)).isEqualTo((long) s.compareTo(t));
            assertThat(eval("s.toUpperCase() + t.trim()", vars)).isEqualTo(s.toUpperCase(Locale.US) + t.trim());
            assertThat(eval("String.format('%-7.3s|%S', s, t)", vars))
                    .isEqualTo(String.format(Locale.US, "%-7.3s|%S", s, t));
        }
    }

    @Test
    void regularExpressionsWorkAsInJava() throws SelException {
        String[] patterns = {",", "", "a+", "(a|b)*", "\\s*,\\s*", "(?<w>[a-z&&[^b]])(1?)", "^a|e$", "\\b", "(?=a)",
                "(?i)A",
            "[^]a]", "\\Qa.\\E?", "(a)?(b)", "a{2}|b{1,2}?", "(?<!a)b", "(?>a|ab)b", ".", "x*+"};
        int[] limits = {-1, 0, 1, 2, 3};
        for (int i = 0; i < ROUNDS; i++) {
            String s = text(20);
            String pattern = patterns[i % patterns.length];
            int limit = limits[random.nextInt(limits.length)];
            Map<String, Object> vars = Map.of("s", s, "p", pattern, "limit", limit);
            assertThat(eval("s.split(p, limit)", vars)).as(s + " by " + pattern).isEqualTo(s.split(pattern, limit));
            assertThat(eval("s.split(p)", vars)).as(s + " by " + pattern).isEqualTo(s.split(pattern));
            assertThat(eval("s.replaceAll(p, '<$0\\\\$>')", vars)).as(s + " by " + pattern)
                    .isEqualTo(s.replaceAll(pattern, "<$0\\$>"));
        }
    }

    @Test
    void datesAreThoseOfTheIsoCalendar() throws SelException {
        for (int i = 0; i < ROUNDS; i++) {
            long millis = random.nextLong(-MILLENNIUM_MILLIS / 3, MILLENNIUM_MILLIS); // Joda is ISO all through here
            long n = random.nextInt(-4_000, 4_000);
            var date = Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC);
            Map<String, Object> vars = Map.of("t", millis, "n", n);
            assertThat(eval("new DateTime(t).plusMonths(n).getMillis()", vars))
                    .isEqualTo(date.plusMonths(n).toInstant().toEpochMilli());
            assertThat(eval("new DateTime(t).minusWeeks(n).plusYears(n / 10).getMillis()", vars))
                    .isEqualTo(date.minusWeeks(n).plusYears(n / 10).toInstant().toEpochMilli());
            assertThat(eval("new DateTime(t).getWeekOfWeekyear()", vars))
                    .isEqualTo((long) date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            assertThat(eval("new DateTime(t).getWeekyear() * 1000 + new DateTime(t).getDayOfYear()", vars))
                    .isEqualTo(date.get(IsoFields.WEEK_BASED_YEAR) * 1000L + date.getDayOfYear());
            assertThat(eval("new DateTime(t).withDayOfWeek(7).getDayOfMonth()", vars))
                    .isEqualTo((long) date.with(DayOfWeek.SUNDAY).getDayOfMonth());
            assertThat(eval("new DateTime(t).dayOfMonth().withMaximumValue().getDayOfMonth()", vars))
                    .isEqualTo((long) date.toLocalDate().lengthOfMonth());
            assertThat(eval("new DateTime(t).toString('yyyy-MM-dd HH:mm:ss.SSS EEEE MMMM')", vars)).isEqualTo(
                    DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS EEEE MMMM", Locale.US).format(date));
            assertThat(eval("Util.tsToDateInt(t)", vars))
                    .isEqualTo(DateTimeFormatter.ofPattern("yyyyMMdd").format(date));
            assertThat(eval("Days.daysBetween(new DateTime(t), new DateTime(t).plusHours(n)).getDays()", vars))
                    .isEqualTo(ChronoUnit.DAYS.between(date, date.plusHours(n)));
        }
    }

    @Test
    void zonesShiftAsInJava() throws SelException {
        String[] zones = {"America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe"};
        var from = LocalDate.of(1990, 1, 1).toEpochDay() * 86_400_000L; // rules of these years are settled everywhere
        var to = LocalDate.of(2020, 1, 1).toEpochDay() * 86_400_000L;
        for (int i = 0; i < ROUNDS; i++) {
            long millis = random.nextLong(from, to);
            String zone = zones[i % zones.length];
            ZonedDateTime date = Instant.ofEpochMilli(millis).atZone(ZoneId.of(zone));
            Map<String, Object> vars = Map.of("t", millis, "z", zone, "n", random.nextInt(-400, 400));
            int n = (Integer) vars.get("n");
            assertThat(eval("new DateTime(t, DateTimeZone.forID(z)).getMillisOfDay()", vars))
                    .isEqualTo(date.toLocalTime().toNanoOfDay() / 1_000_000);
            assertThat(eval("DateTimeZone.forID(z).getOffset(new DateTime(t))", vars))
                    .isEqualTo(date.getOffset().getTotalSeconds() * 1000L);
            assertThat(eval("new DateTime(t).withZone(DateTimeZone.forID(z)).plusDays(n).getMillis()", vars))
                    .isEqualTo(date.plusDays(n).toInstant().toEpochMilli());
            assertThat(eval("new DateTime(t, DateTimeZone.forID(z)).withTimeAtStartOfDay().getMillis()", vars))
                    .isEqualTo(date.toLocalDate().atStartOfDay(date.getZone()).toInstant().toEpochMilli());
        }
    }

    @Test
    void dateIntsBetweenAreThoseOfTheCalendar() throws SelException {
        for (int i = 0; i < ROUNDS / 4; i++) {
            var start = LocalDate.ofEpochDay(random.nextInt(0, 40_000));
            var end = start.plusDays(random.nextInt(-20, 60));
            int step = random.nextInt(1, 9);
            long[] expected = start.isBefore(end)
                    ? start.datesUntil(end, java.time.Period.ofDays(step)).mapToLong(OracleTest::dateInt).toArray()
                    : new long[0];
            Map<String, Object> vars = Map.of("x", dateInt(start), "y", Long.toString(dateInt(end)), "n", step);
            assertThat(eval("Util.dateIntsBetween(x, y, n)", vars)).isEqualTo(expected);
            assertThat(eval("Util.dateIntsBetween(y, x, -n)", vars)).isEqualTo(
                    java.util.stream.LongStream.range(0, expected.length).map(j ->
                            expected[expected.length - 1 - (int) j])
                            .toArray());
        }
    }

    private static long dateInt(LocalDate date) {
        return date.getYear() * 10_000L + date.getMonthValue() * 100L + date.getDayOfMonth();
    }
}
