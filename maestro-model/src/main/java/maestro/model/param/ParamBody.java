package maestro.model.param;

import static java.util.Objects.requireNonNull;

/** How a param gets its value: a literal, an expression, or nothing yet (defaults and schemas only). */
public sealed interface ParamBody {
    /** A literal in the Java form that {@link ParamType} names. */
    record Literal(Object value) implements ParamBody {
        public Literal {
            requireNonNull(value, "value");
        }
    }

    /** SEL text, unparsed. */
    record Expression(String text) implements ParamBody {
        public Expression {
            requireNonNull(text, "text");
        }
    }

    /** Neither value nor expression. */
    record Unset() implements ParamBody {}

    Unset UNSET = new Unset();
}
