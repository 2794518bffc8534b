package maestro.sel;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.sel.SelException.Kind;

/**
 * A parsed expression: immutable, safe to share between threads, worth caching.
 *
 * <p>Parsing takes time linear in the length of the text. Errors carry the kinds of sel.md §12.
 */
public final class Expression {
    /** Expressions this long (with the semicolon that is added when missing) or longer are refused (sel.md §9). */
    public static final int LENGTH_MAX = 10_000;

    private final String text;
    private final Source source;
    private final Node.Block program;
    private final Object[] initialSlots; // by slot: a class name or params, null for all other names
    private final Set<String> references;
    private final Set<String> literalParamKeys;

    private Expression(String text, Source source, Parser.Tree tree) {
        this.text = text;
        this.source = source;
        this.program = tree.program();
        this.initialSlots = tree.names().stream().map(Expression::initialSlot).toArray();
        var found = References.in(program);
        this.references = Collections.unmodifiableSet(found.reads());
        this.literalParamKeys = Collections.unmodifiableSet(found.literalParamKeys());
    }

    private static Object initialSlot(String name) {
        if (name.equals("params")) return Type.Single.PARAMS;
        return ClassName.find(name).map(Object.class::cast).orElse(null);
    }

    /** @throws SelException {@code PARSE}, or {@code LIMIT} for a text that is too long or nests too deep */
    public static Expression parse(String text) throws SelException {
        return parse(text, LENGTH_MAX);
    }

    /** Like {@link #parse(String)} with another bound on the length. */
    public static Expression parse(String text, int lengthMax) throws SelException {
        var source = Source.of(text, lengthMax);
        try {
            return new Expression(text, source, Parser.parse(source));
        } catch (StackOverflowError error) { // the caller was deep in its own stack already
            throw new SelException(Kind.LIMIT, "nested too deep", 1, 1);
        }
    }

    /** As given. */
    public String text() {
        return text;
    }

    /**
     * Names that must be supplied (sel.md §11, improved as S19 says), in source order; {@code params} may be among
     * them.
     */
    public Set<String> references() {
        return references;
    }

    /** Keys used literally in {@code params.get('k')}, {@code params['k']} and {@code params.k}, in source order. */
    public Set<String> literalParamKeys() {
        return literalParamKeys;
    }

    /** What it takes from outside, with places. Made at each call: meant for checks and explanations. */
    public Outline outline() {
        return Outline.of(program, references, source);
    }

    /**
     * What is sure about it before it runs.
     *
     * @param types of names and of keys of {@code params}: LONG, STRING_ARRAY, MAP …; those missing may be anything
     */
    public Verdict verdict(Map<String, String> types) {
        return Typing.of(program, types, source);
    }

    /**
     * The only value that it can have as a condition; empty: it depends, or cannot be told.
     *
     * @param known values from outside that are certain
     */
    public Optional<Boolean> truth(Map<String, Object> known) {
        return Truth.of(program, known, initialSlots);
    }

    /**
     * Evaluates within the budget, on the calling thread; {@code scope}'s values are not changed.
     *
     * @return String, Long, Double, Boolean, String[] (elements may be null), long[], double[], boolean[], or a
     *     {@code LinkedHashMap<String, Object>} of these; never null
     * @throws SelException of any kind but {@code PARSE}; {@code THROWN} has the thrown text as its message
     */
    public Object evaluate(Scope scope, Budget budget) throws SelException {
        var meter = new Meter(budget);
        var interpreter = new Interpreter(initialSlots.clone(), scope, meter);
        try {
            return HostValues.result(interpreter.run(program), meter);
        } catch (Fault fault) {
            throw source.failure(fault.kind(), fault.getMessage(), interpreter.at());
        } catch (StackOverflowError error) { // a regular expression, or the caller was deep in its own stack already
            throw source.failure(Kind.LIMIT, "nested too deep", interpreter.at());
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
