package maestro.cli;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A table that is redrawn in place: one line a step, and the last lines of output below it. It moves the cursor up over
 * what it drew before, with line wrap off, so that a narrow or resized window only cuts lines.
 */
final class LiveView implements RunView {
    private static final int TAIL_LINES = 6;
    private static final int LAST_WORDS_LINES = 16;
    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";
    private static final String CLEAR_DOWN = "\u001b[J";
    private static final String CLEAR_LINE = "\u001b[K";

    private record Line(String step, String text) {}

    private final Terminal terminal;
    private final Deque<Line> tail = new ArrayDeque<>();
    private Optional<RunSnapshot> last = Optional.empty();
    private String note = "";
    private int drawn;

    LiveView(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public synchronized void show(RunSnapshot run) {
        last = Optional.of(run);
        note = "";
        draw();
    }

    @Override
    public synchronized void tick() {
        draw();
    }

    @Override
    public synchronized void line(String step, long attempt, String text) {
        tail.addLast(new Line(step, Printable.line(text)));
        if (tail.size() > LAST_WORDS_LINES) tail.removeFirst();
    }

    @Override
    public synchronized void note(String text) {
        note = text;
        draw();
    }

    @Override
    public synchronized void close() {
        terminal.out().print(WRAP_ON);
        terminal.out().flush();
    }

    private void draw() {
        if (last.isEmpty()) return;
        var lines = lines(last.get());
        var text = new StringBuilder(WRAP_OFF);
        if (drawn > 0) text.append("\u001b[").append(drawn).append('A');
        lines.forEach(line -> text.append(line).append(CLEAR_LINE).append('\n'));
        text.append(CLEAR_DOWN).append(WRAP_ON);
        terminal.out().print(text);
        terminal.out().flush();
        drawn = lines.size();
    }

    private List<String> lines(RunSnapshot run) {
        var now = Instant.now();
        var look = Look.of(run.status());
        var lines = new ArrayList<String>();
        lines.add(look.paint(terminal, look.sign(terminal)) + " " + RunText.headline(run, now));
        var shown = tail(run);
        int room = terminal.rows() - 3 - (shown.isEmpty() ? 0 : shown.size() + 1) - (note.isEmpty() ? 0 : 1);
        lines.addAll(RunText.steps(terminal, run, now, Math.max(3, room)));
        if (!shown.isEmpty()) lines.add("");
        shown.forEach(line -> lines.add("  " + Look.WAITING.paint(terminal, line.step() + " | ") + line.text()));
        if (!note.isEmpty()) lines.add(note);
        return lines;
    }

    /** While it runs the last lines of all; when it has succeeded the last words of the step that spoke last. */
    private List<Line> tail(RunSnapshot run) {
        if (tail.isEmpty() || run.ended() && !run.succeeded()) return List.of();
        var last = tail.getLast().step();
        var lines = tail.stream().filter(line -> !run.ended() || line.step().equals(last)).toList();
        int most = run.ended() ? Math.min(LAST_WORDS_LINES, Math.max(1, terminal.rows() - 8)) : TAIL_LINES;
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }
}
