package maestro.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import maestro.core.cron.Cron;
import maestro.core.cron.CronWords;
import maestro.core.cron.Schedules;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro cron …}: what a schedule means, without a server. */
@Command(name = "cron", description = "See what a schedule means, without a server.")
final class CronCommands {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm:ss xxx", Locale.ENGLISH);

    private final Terminal terminal;
    private final InstantSource clock = InstantSource.system();

    CronCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(description = {"Say in words when a cron expression fires, and its next times.",
        "Five fields are read as Unix cron, six or seven as Quartz."})
    void explain(
            @Parameters(index = "0", paramLabel = "EXPR", description = "The expression, in quotes.") String expression,
            @Option(names = "--zone", paramLabel = "ZONE", defaultValue = "UTC",
                    description = "Time zone, such as Europe/Madrid. Default: ${DEFAULT-VALUE}.") String zone,
            @Option(names = "-n", paramLabel = "N", defaultValue = "10",
                    description = "How many times to show. Default: ${DEFAULT-VALUE}.") int count,
            @Option(names = "--from", paramLabel = "TIME", description = "Show times after this one, such as"
                    + " 2026-10-24T00:00:00Z. Default: now.") Optional<String> from) {
        var cron = cron(expression);
        var where = zone(zone);
        var out = terminal.out();
        out.println(CronWords.of(expression) + ", " + where.getId() + " time.");
        var times = new ArrayList<Instant>();
        var at = cron.next(from.map(CronCommands::moment).orElseGet(clock::instant), where);
        for (; at.isPresent() && times.size() < count; at = cron.next(at.get(), where)) times.add(at.get());
        if (times.isEmpty()) out.println("It never fires again.");
        ZoneId before = where.getRules().getOffset(times.isEmpty() ? Instant.EPOCH : times.getFirst());
        for (var time : times) {
            ZoneId offset = where.getRules().getOffset(time);
            String mark = offset.equals(before) ? "" : "  (clocks have changed since)";
            out.println(LOCAL.format(time.atZone(where)) + "  " + time + mark);
            before = offset;
        }
        Schedules.rules(clock).tooOften(expression, Optional.of(zone))
                .ifPresent(problem -> out.println("A server refuses it: " + problem + "."));
    }

    private static Cron cron(String expression) {
        try {
            return Cron.of(expression);
        } catch (IllegalArgumentException wrong) {
            throw new CliFailure(Exit.USAGE, "not a cron expression: " + wrong.getMessage(),
                    "Five fields are minute, hour, day, month, weekday, such as '30 2 * * 1-5'.");
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException wrong) {
            throw new CliFailure(Exit.USAGE, "no time zone: " + text, "Use a name such as Europe/Madrid, or an offset.");
        }
    }

    private static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException wrong) {
            throw new CliFailure(Exit.USAGE, "--from: not a time: " + text, "Write it like 2026-10-24T00:00:00Z.");
        }
    }
}
