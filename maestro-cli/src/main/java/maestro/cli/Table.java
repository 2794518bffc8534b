package maestro.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Text in columns, as wide as their widest cell; the last one is not padded. On a terminal, columns after the first are
 * cut where the window is too narrow, and a column STATUS has colours.
 */
final class Table {
    private static final String GAP = "  ";
    private static final int CUT_TO_MIN = 10;

    private final List<List<String>> rows = new ArrayList<>();
    private final Set<Integer> dimmed = new HashSet<>();
    private String title = "";
    private String note = "";

    Table(String... headers) {
        rows.add(List.of(headers));
    }

    Table row(Object... cells) {
        rows.add(Stream.of(cells).map(cell -> Printable.line(cell.toString())).toList());
        return this;
    }

    /** Of the next row: it is there for completeness. */
    Table dimmed(boolean dim) {
        if (dim) dimmed.add(rows.size());
        return this;
    }

    /** A line to stand above, with an empty one between. */
    Table title(String text) {
        title = Printable.line(text) + "\n\n";
        return this;
    }

    /** What stands below; empty: nothing. */
    Table note(String text) {
        note = Printable.block(text);
        return this;
    }

    String text(Terminal terminal) {
        var widths = widths(terminal);
        int status = terminal.colour() ? rows.getFirst().indexOf("STATUS") : -1;
        var text = new StringBuilder(title);
        for (int i = 0; i < rows.size(); i++) {
            boolean dim = dimmed.contains(i) && terminal.colour();
            var line = line(terminal, rows.get(i), widths, i > 0 && !dim ? status : -1);
            text.append(dim ? Look.PASSED.paint(terminal, line) : line).append('\n');
        }
        return (note.isEmpty() ? text : text.append(note)).toString().stripTrailing();
    }

    private static String line(Terminal terminal, List<String> row, int[] widths, int painted) {
        var line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            var cell = Width.cut(row.get(i), widths[i], terminal.symbols() ? "…" : "~");
            var padded = i < row.size() - 1 ? Width.pad(cell, widths[i]) + GAP : cell;
            line.append(i == painted ? Look.of(row.get(i)).paint(terminal, padded) : padded);
        }
        return line.toString().stripTrailing();
    }

    private int[] widths(Terminal terminal) {
        var widths = IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream().mapToInt(row -> Width.of(row.get(column))).max().orElse(0))
                .toArray();
        if (!terminal.interactive() || terminal.columns() == 0) return widths;
        int excess = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1) - terminal.columns();
        while (excess > 0) {
            int widest = IntStream.range(1, widths.length).reduce((a, b) -> widths[b] > widths[a] ? b : a).orElse(0);
            if (widest == 0 || widths[widest] <= CUT_TO_MIN) return widths;
            widths[widest]--;
            excess--;
        }
        return widths;
    }
}
