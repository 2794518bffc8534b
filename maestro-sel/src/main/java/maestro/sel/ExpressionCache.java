package maestro.sel;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Parsed expressions by their text, and parse errors too. Bounded, safe for threads; a hit takes no lock.
 *
 * <p>Two generations: when the young one is half of the bound it becomes the old one, and the old one is forgotten.
 * What is used between two such turns is kept.
 */
public final class ExpressionCache {
    private sealed interface Parsed {}

    private record Good(Expression expression) implements Parsed {}

    private record Bad(SelException failure) implements Parsed {}

    private final int generationMax;
    private volatile ConcurrentHashMap<String, Parsed> young = new ConcurrentHashMap<>();
    private volatile ConcurrentHashMap<String, Parsed> old = new ConcurrentHashMap<>();

    /** @param entriesMax how many expressions it may hold, at least 2; a few more while threads race */
    public ExpressionCache(int entriesMax) {
        if (entriesMax < 2) throw new IllegalArgumentException("entriesMax < 2: " + entriesMax);
        this.generationMax = entriesMax / 2;
    }

    /** The expression of this text. @throws SelException as {@link Expression#parse(String)} */
    public Expression get(String text) throws SelException {
        var known = young.get(text);
        if (known == null) {
            known = old.get(text);
            if (known == null) known = parse(text);
            add(text, known);
        }
        return switch (known) {
            case Good(var expression) -> expression;
            case Bad(var failure) -> // a new one: its stack trace is this caller's
                    throw new SelException(failure.kind(), failure.getMessage(), failure.line(), failure.column());
        };
    }

    private static Parsed parse(String text) throws SelException {
        // throws; not worth its memory
        if (text.length() > Expression.LENGTH_MAX) return new Good(Expression.parse(text));
        try {
            return new Good(Expression.parse(text));
        } catch (SelException e) {
            return new Bad(e);
        }
    }

    private void add(String text, Parsed parsed) {
        young.put(text, parsed);
        if (young.size() > generationMax) turn();
    }

    private synchronized void turn() {
        if (young.size() <= generationMax) return;
        old = young;
        young = new ConcurrentHashMap<>();
    }

    /** How many expressions it holds now; those in both generations count twice. */
    int size() {
        return young.size() + old.size();
    }
}
