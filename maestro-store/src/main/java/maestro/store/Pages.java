package maestro.store;

import java.util.List;
import maestro.runtime.store.Reads.Page;
import maestro.runtime.store.Reads.Window;

/** Turns a {@link Window} into a query: where it starts, which way it goes, and the page in descending order. */
final class Pages {
    record Borders(long lowest, long highest) {}

    private Pages() {}

    /** Exclusive: the page's keys lie below it (older) or above it (newer). Keys are 1 or more. */
    static long start(Window window) {
        return window.cursor().orElse(window.older() ? Long.MAX_VALUE : Long.MIN_VALUE);
    }

    static <T> Page<T> page(Window window, List<T> found, Borders borders) {
        return new Page<>(window.older() ? found : found.reversed(), borders.lowest(), borders.highest());
    }

    static final Pool.Mapping<Borders> BORDERS = row -> new Borders(row.getLong(1), row.getLong(2));

    static final Borders NONE = new Borders(0, 0);
}
