package maestro.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import maestro.core.cron.Cron;
import maestro.core.cron.CronWords;
import maestro.core.cron.Schedules;
import maestro.core.cron.Upcoming;
import maestro.model.definition.TimeTrigger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro cron …}: what a schedule means, without a server. */
@Command(name = "cron", description = "See what a schedule means, without a server.")
final class CronCommands {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm:ss xxx", Locale.ENGLISH);

    private static final DateTimeFormatter SKIPPED =
            DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm:ss", Locale.ENGLISH);

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
        check(expression);
        var where = zone(zone);
        var out = terminal.out();
        out.println(CronWords.of(expression) + ", " + where.getId() + " time.");
        var trigger = new TimeTrigger.Cron(expression, Optional.of(zone), Optional.empty());
        var times = Upcoming.of(trigger, from.map(CronCommands::moment).orElseGet(clock::instant), count);
        if (times.isEmpty()) out.println("It never fires again.");
        for (var time : times) {
            out.println(time.at().map(at -> LOCAL.format(at.atZone(where)) + "  " + at)
                    .orElseGet(() -> SKIPPED.format(time.local())) + mark(time));
        }
        Schedules.rules(clock).tooOften(expression, Optional.of(zone))
                .ifPresent(problem -> out.println("A server refuses it: " + problem + "."));
    }

    private static String mark(Upcoming time) {
        if (time.marks().contains(Upcoming.Mark.DST_SKIPPED)) return "  does not happen: the clocks go forward over it";
        return time.marks().contains(Upcoming.Mark.DST_REPEATED) ? "  (the clocks are set back: happens twice)" : "";
    }

    private static void check(String expression) {
        try {
            Cron.of(expression);
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
