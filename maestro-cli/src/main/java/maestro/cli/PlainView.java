package maestro.cli;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Line by line, for files and pipes: each change of a step, each line of output, the summary at the end. */
final class PlainView implements RunView {
    private static final Pattern PROGRESS = Pattern.compile("(\\d+) of (\\d+)(?:, \\d+ running)?(.*)");

    private final Terminal terminal;
    private final Map<String, String> shown = new HashMap<>();
    private boolean ended;

    PlainView(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public synchronized void show(RunSnapshot run) {
        for (var step : run.steps()) {
            var state = step.status() + (step.attempt() > 1 ? " (attempt " + step.attempt() + ")" : "");
            boolean begun = Look.of(step.status()) != Look.WAITING && step.keptFrom() == 0;
            if (begun) progress(step);
            if (!begun || state.equals(shown.put(step.id(), state))) continue;
            var message = step.failed() && !step.message().isEmpty() ? ": " + RunText.firstLine(step.message()) : "";
            terminal.out().println(step.id() + "  " + state + message);
        }
        if (run.ended() && !ended) {
            ended = true;
            terminal.out().println("\n" + RunText.summary(run, Instant.now()).text(terminal));
        }
    }

    /** A line when another of its iterations failed, and ten on the way at most. */
    private void progress(RunSnapshot.Step step) {
        var counts = PROGRESS.matcher(step.progress());
        if (!counts.matches() || step.over()) return;
        long tenth = 10 * Long.parseLong(counts.group(1)) / Math.max(1, Long.parseLong(counts.group(2)));
        var now = tenth + " " + counts.group(3);
        var before = shown.put(step.id() + " progress", now);
        if (before != null && !before.equals(now)) terminal.out().println(step.id() + "  " + step.progress());
    }

    @Override
    public synchronized void line(String step, long attempt, String text) {
        terminal.out().println(step + " | " + Printable.line(text));
    }

    @Override
    public synchronized void note(String text) {
        terminal.err().println(text);
    }
}
