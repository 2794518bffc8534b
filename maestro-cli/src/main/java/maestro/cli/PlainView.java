package maestro.cli;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Line by line, for files and pipes: each change of a step, each line of output, the summary at the end. */
final class PlainView implements RunView {
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
            boolean begun = Look.of(step.status()) != Look.WAITING;
            if (!begun || state.equals(shown.put(step.id(), state))) continue;
            var message = step.failed() && !step.message().isEmpty() ? ": " + RunText.firstLine(step.message()) : "";
            terminal.out().println(step.id() + "  " + state + message);
        }
        if (run.ended() && !ended) {
            ended = true;
            terminal.out().println("\n" + RunText.summary(run, Instant.now()).text(terminal));
        }
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
