package maestro.sel;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Binary operators with their precedence, from 1 (weakest) to 6; and, by {@code ASSIGN}, plain assignment. */
enum Operator {
    ASSIGN("=", 0), OR("||", 1), AND("&&", 2), EQUAL("==", 3), UNEQUAL("!=", 3), LESS("<", 4), GREATER(">", 4),
    LESS_EQUAL("<=", 4), GREATER_EQUAL(">=", 4), ADD("+", 5), SUBTRACT("-", 5), MULTIPLY("*", 6), DIVIDE("/", 6),
    REMAINDER("%", 6);

    private static final Map<String, Operator> BINARY = Arrays.stream(values())
            .filter(operator -> operator != ASSIGN)
            .collect(Collectors.toUnmodifiableMap(Operator::toString, operator -> operator));

    private final String text;
    private final int level;

    Operator(String text, int level) {
        this.text = text;
        this.level = level;
    }

    /** The operator written so, or null. */
    static Operator binary(String text) {
        return BINARY.get(text);
    }

    int level() {
        return level;
    }

    @Override
    public String toString() {
        return text;
    }
}
