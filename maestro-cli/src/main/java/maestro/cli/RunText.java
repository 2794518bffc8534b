package maestro.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A run as text for people. */
final class RunText {
    private RunText() {}

    /** One line about the whole run. */
    static String headline(RunSnapshot run, Instant now) {
        var id = run.id();
        var which = id.workflow() + " instance " + id.instance() + (id.run() > 1 ? " run " + id.run() : "");
        return which + "  " + run.status() + "  " + Times.between(run.start(), run.end(), now);
    }

    /** The whole run without colours: headline and one line a step. */
    static Table summary(RunSnapshot run, Instant now) {
        var table = new Table("STEP", "TYPE", "STATUS", "ATTEMPT", "DURATION", "MESSAGE");
        run.steps().forEach(step -> table.dimmed(step.keptFrom() > 0).row(
                step.id(), step.type(), step.status(), step.attempt() == 0 ? "" : step.attempt(),
                Times.between(step.start(), step.end(), now), remark(step)));
        return table.title(headline(run, now));
    }

    private static String remark(RunSnapshot.Step step) {
        if (step.keptFrom() > 0) return kept(step);
        var message = firstLine(step.failed() ? step.message() : "");
        return message.isEmpty() || step.progress().isEmpty() ? step.progress() + message : step.progress() + ": " + message;
    }

    private static String kept(RunSnapshot.Step step) {
        return "kept from run " + step.keptFrom();
    }

    /** One line a step, with sign and colour; {@code linesMax} or fewer, what is active or failed first. */
    static List<String> steps(Terminal terminal, RunSnapshot run, Instant now, int linesMax) {
        int idWidth = run.steps().stream().mapToInt(step -> step.id().length()).max().orElse(0);
        int statusWidth = run.steps().stream().mapToInt(step -> shown(step.status()).length()).max().orElse(0);
        var lines = new ArrayList<String>();
        for (var step : chosen(run.steps(), linesMax)) {
            var look = Look.of(step.status());
            var attempt = step.attempt() > 1 ? "  attempt " + step.attempt() : "";
            if (step.keptFrom() > 0) {
                lines.add("  " + Look.PASSED.paint(terminal, look.sign(terminal) + " " + Width.pad(step.id(), idWidth) + "  "
                        + Width.pad(step.status(), statusWidth) + "  " + kept(step)));
                continue;
            }
            var message = step.failed() && !step.message().isEmpty() ? "  " + firstLine(step.message()) : "";
            var progress = step.progress().isEmpty() ? "" : "  " + step.progress();
            var time = look == Look.PASSED ? "-" : Times.between(step.start(), step.end(), now);
            lines.add("  " + look.paint(terminal, look.sign(terminal)) + " "
                    + Width.pad(step.id(), idWidth) + "  "
                    + look.paint(terminal, Width.pad(shown(step.status()), statusWidth)) + "  "
                    + time + attempt + progress + message);
        }
        int hidden = run.steps().size() - lines.size();
        if (hidden > 0) lines.add("  … and " + hidden + " more steps");
        return lines;
    }

    /** What users call a step that is not there yet. */
    private static String shown(String status) {
        return status.equals("NOT_CREATED") ? "waiting" : status;
    }

    private static List<RunSnapshot.Step> chosen(List<RunSnapshot.Step> steps, int linesMax) {
        if (steps.size() <= linesMax) return steps;
        int places = Math.max(1, linesMax - 1);
        var urgent = steps.stream().filter(RunText::urgent).limit(places).toList();
        var rest = steps.stream().filter(step -> !urgent(step)).limit(places - urgent.size()).toList();
        return steps.stream().filter(step -> urgent.contains(step) || rest.contains(step)).toList();
    }

    private static boolean urgent(RunSnapshot.Step step) {
        var look = Look.of(step.status());
        return look == Look.ACTIVE || look == Look.BAD;
    }

    /** The first line of a message, without the announcement of more lines. */
    static String firstLine(String text) {
        var line = Printable.block(text).lines().filter(words -> !words.isBlank()).findFirst().orElse("");
        int more = line.lastIndexOf(';');
        return line.endsWith(":") && more > 0 ? line.substring(0, more) : line;
    }
}
