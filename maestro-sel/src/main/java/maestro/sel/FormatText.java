package maestro.sel;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.IllegalFormatException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code String.format}, one conversion at a time so that widths are charged before they are filled (S8). */
final class FormatText {
    private static final Pattern CONVERSION =
            Pattern.compile("%(\\d+\\$|<)?([-#+ 0,(]*)(\\d+)?(\\.\\d+)?([tT]?[a-zA-Z%])");
    private static final int NUMBER_CHARS_MAX = 500; // 1e308 by %,f
    private static final int DIGITS_MAX = 18;

    private final Object[] arguments; // the format itself is the first
    private final Meter meter;
    private final Text out;
    private int ordinary;
    private int last;

    private FormatText(Object[] arguments, Meter meter) {
        this.arguments = arguments;
        this.meter = meter;
        this.out = new Text(meter);
    }

    static String format(String format, Object[] arguments, Meter meter) {
        return new FormatText(arguments, meter).run(format);
    }

    private String run(String format) {
        meter.workOver(format.length());
        var conversion = CONVERSION.matcher(format);
        int from = 0;
        for (int at = format.indexOf('%'); at >= 0; at = format.indexOf('%', from)) {
            meter.visit();
            if (!conversion.region(at, format.length()).lookingAt())
                throw Fault.argument("a conversion in the format is malformed, at character " + (at + 1));
            out.append(format, from, at);
            convert(conversion);
            from = conversion.end();
        }
        return out.append(format, from, format.length()).toString();
    }

    private void convert(Matcher conversion) {
        String kind = conversion.group(5);
        boolean takesArgument = !kind.equals("n") && !kind.equals("%");
        Object argument = takesArgument ? host(argument(conversion.group(1)), kind) : null;
        int width = number(conversion.group(3), 0);
        int precision = conversion.group(4) == null ? 0 : number(conversion.group(4), 1);
        int plain = argument instanceof String text ? text.length() : NUMBER_CHARS_MAX;
        meter.require(2L * (Math.max(width, plain) + (long) precision));
        meter.work(((long) plain + precision + width) / 8);
        String specifier = "%" + conversion.group(2) + text(conversion.group(3)) + text(conversion.group(4)) + kind;
        try {
            out.append(String.format(Locale.US, specifier, argument));
        } catch (IllegalFormatException e) {
            throw Fault.argument("format " + specifier + ": " + e.getMessage());
        }
    }

    private static String text(String group) {
        return group == null ? "" : group;
    }

    private static int number(String group, int skip) {
        if (group == null) return 0;
        String digits = group.substring(skip);
        if (digits.length() > DIGITS_MAX || Long.parseLong(digits) > Integer.MAX_VALUE)
            throw Fault.argument("a number in the format is too large: " + digits);
        return Integer.parseInt(digits);
    }

    private Object argument(String index) {
        if (index == null) last = ++ordinary;
        else if (!index.equals("<")) last = number(index.substring(0, index.length() - 1), 0);
        if (last < 1 || last >= arguments.length)
            throw Fault.argument("the format needs argument " + Math.max(last, 1) + ", found "
                    + (arguments.length - 1));
        return arguments[last];
    }

    /** Numbers of 32 bits go as such, which {@code %x} and {@code %c} show; moments get the zone UTC. */
    private Object host(Object value, String kind) {
        return switch (value) {
            case Long millis when kind.length() == 2 -> Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC);
            case Long number when number == (int) (long) number -> (Object) (int) (long) number;
            case Long _, Double _, Boolean _, String _ -> value;
            case Type.Unset _ -> null;
            case Type.Single single when single == Type.Single.NULL -> null;
            default -> Text.of(value, meter);
        };
    }
}
