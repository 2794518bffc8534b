package maestro.sel;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.sel.Node.Expr;

/**
 * Whether a condition can only come out one way, whatever the values from outside are. An answer says nothing of
 * errors: a part that fails makes the whole fail.
 */
final class Truth {
    private static final Set<ClassName> STEADY =
            Set.of(ClassName.STRING, ClassName.LONG, ClassName.INTEGER, ClassName.DOUBLE, ClassName.BOOLEAN);

    private final Map<String, Object> known;
    private final Object[] slots;

    private Truth(Map<String, Object> known, Object[] slots) {
        this.known = known;
        this.slots = slots;
    }

    static Optional<Boolean> of(Node.Block program, Map<String, Object> known, Object[] slots) {
        if (program.statements().length != 1) return Optional.empty();
        return switch (program.statements()[0]) {
            case Node.Evaluate(var expression) -> new Truth(known, slots).of(expression);
            case Node.Return(var expression) -> new Truth(known, slots).of(expression);
            default -> Optional.empty();
        };
    }

    private Optional<Boolean> of(Expr expression) {
        return switch (expression) {
            case Node.Unary(char operator, var operand, _) when operator == '!' -> of(operand).map(value -> !value);
            case Node.Operation operation when joins(operation, Operator.AND) -> {
                var found = joined(operation, false);
                yield found.isEmpty() && excludeEachOther(operation) ? Optional.of(false) : found;
            }
            case Node.Operation operation when joins(operation, Operator.OR) -> joined(operation, true);
            default -> value(expression);
        };
    }

    /** Operations hold operators of one precedence, and these two have one each. */
    private static boolean joins(Node.Operation operation, Operator operator) {
        return operation.terms()[0].operator() == operator;
    }

    /** One operand of this value decides; all of the other value decide as well. */
    private Optional<Boolean> joined(Node.Operation operation, boolean decisive) {
        boolean allKnown = true;
        var first = of(operation.first());
        if (first.equals(Optional.of(decisive))) return first;
        allKnown &= first.isPresent();
        for (var term : operation.terms()) {
            var value = of(term.operand());
            if (value.equals(Optional.of(decisive))) return value;
            allKnown &= value.isPresent();
        }
        return allKnown ? Optional.of(!decisive) : Optional.empty();
    }

    /** {@code x == 'a' && x == 'b'}, {@code x > 5 && x < 3}: comparisons of one name that leave no value for it. */
    private static boolean excludeEachOther(Node.Operation conjunction) {
        var ranges = new HashMap<String, Range>();
        var texts = new HashMap<String, String>();
        if (excludes(conjunction.first(), ranges, texts)) return true;
        for (var term : conjunction.terms()) if (excludes(term.operand(), ranges, texts)) return true;
        return false;
    }

    private static boolean excludes(Expr part, Map<String, Range> ranges, Map<String, String> texts) {
        if (!(part instanceof Node.Operation(Node.Name(var name, _, _), var terms, _)) || terms.length != 1) return false;
        var operator = terms[0].operator();
        if (!(terms[0].operand() instanceof Node.Literal(var value, _))) return false;
        if (value instanceof String text) {
            String other = operator == Operator.EQUAL ? texts.putIfAbsent(name, text) : null;
            return other != null && !other.equals(text);
        }
        if (!(value instanceof Number number)) return false;
        var range = ranges.getOrDefault(name, Range.ALL).and(operator, number.doubleValue());
        ranges.put(name, range);
        return range.empty();
    }

    private record Range(double from, boolean fromOpen, double to, boolean toOpen) {
        static final Range ALL = new Range(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);

        Range and(Operator operator, double bound) {
            return switch (operator) {
                case EQUAL -> atLeast(bound, false).atMost(bound, false);
                case GREATER -> atLeast(bound, true);
                case GREATER_EQUAL -> atLeast(bound, false);
                case LESS -> atMost(bound, true);
                case LESS_EQUAL -> atMost(bound, false);
                default -> this;
            };
        }

        private Range atLeast(double bound, boolean open) {
            return bound > from || bound == from && open ? new Range(bound, open, to, toOpen) : this;
        }

        private Range atMost(double bound, boolean open) {
            return bound < to || bound == to && open ? new Range(from, fromOpen, bound, open) : this;
        }

        boolean empty() {
            return from > to || from == to && (fromOpen || toOpen);
        }
    }

    /** The value of an expression of known names and nothing that changes from one moment to the next. */
    private Optional<Boolean> value(Expr expression) {
        boolean[] steady = {true};
        Walk.over(expression, node -> steady[0] &= switch (node) {
            case Node.Name(var name, _, _) -> known.containsKey(name)
                    || ClassName.find(name).filter(STEADY::contains).isPresent();
            case Node.NewObject _, Node.Assign _, Node.AssignElement _ -> false;
            default -> true;
        });
        if (!steady[0]) return Optional.empty();
        try {
            var meter = new Meter(Budget.inline());
            var program = new Node.Block(new Node.Stmt[] {new Node.Evaluate(expression)});
            Object value = new Interpreter(slots.clone(), Scope.of(known), meter).run(program);
            return value instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
        } catch (Fault | StackOverflowError fails) {
            return Optional.empty();
        }
    }
}
