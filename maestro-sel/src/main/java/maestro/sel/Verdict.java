package maestro.sel;

import java.util.List;
import java.util.Optional;

/**
 * What is sure about an expression before it runs.
 *
 * @param type of its value: {@code LONG}, {@code STRING_ARRAY}, {@code MAP} …; empty: it depends
 * @param problems parts that fail whenever they are evaluated
 */
public record Verdict(Optional<String> type, List<Problem> problems) {
    /** Lines and columns count from 1. */
    public record Problem(String message, int line, int column) {}
}
