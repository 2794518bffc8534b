package maestro.sel;

/**
 * Bounds how many steps a backtracking matcher can take without looking at a character: at one place of the text, or at
 * its end, where all that consumes fails without a look. {@code (|){40}x} would take 2^40.
 *
 * <p>Works on patterns that compile. For each part it counts the ways to match nothing ({@code paths}) and the steps to
 * try them all ({@code steps}); a double holds any such number, be it infinite.
 */
final class RegexCost {
    private static final double STEPS_MAX = 100_000;
    private static final int LOOKBEHIND_TRIES = 64;
    private static final int DEPTH_MAX = 200;

    private record Cost(double paths, double steps) {
        static final Cost LOOK = new Cost(0, 1);
        static final Cost NOTHING = new Cost(1, 1);

        Cost then(Cost next) {
            return paths == 0 ? this : new Cost(paths * next.paths, steps + paths * next.steps);
        }

        Cost or(Cost other) {
            return new Cost(paths + other.paths, steps + other.steps + 1);
        }

        /** @param more whether it may match more often than {@code least} */
        Cost repeated(double least, boolean more) {
            double ways = Math.pow(paths, least);
            double work = paths == 0 ? Math.min(least, 1) * steps
                    : steps * (paths == 1 ? least : (ways - 1) / (paths - 1));
            return more ? new Cost(ways * (1 + paths), work + ways * (steps + 1)) : new Cost(ways, work + 1);
        }
    }

    private final String pattern;
    private int at;
    private int depth;

    private RegexCost(String pattern) {
        this.pattern = pattern;
    }

    static long stepsPerLook(String pattern) {
        double steps = new RegexCost(pattern).alternatives().steps();
        if (!(steps <= STEPS_MAX)) throw Fault.limit("a regular expression with too many ways to match nothing");
        return (long) steps;
    }

    private char peek() {
        return at < pattern.length() ? pattern.charAt(at) : '\0';
    }

    private boolean more() {
        return at < pattern.length();
    }

    private Cost alternatives() {
        if (++depth > DEPTH_MAX) throw Fault.limit("a regular expression nested too deep");
        var cost = sequence();
        while (more() && peek() == '|') {
            at++;
            cost = cost.or(sequence());
        }
        depth--;
        return cost;
    }

    private Cost sequence() {
        var cost = Cost.NOTHING;
        while (more() && peek() != '|' && peek() != ')') cost = cost.then(quantified(atom()));
        return cost;
    }

    private Cost quantified(Cost atom) {
        var cost = atom;
        while (more()) {
            switch (peek()) {
                case '?', '*' -> cost = cost.repeated(0, true);
                case '+' -> cost = cost.repeated(1, true);
                case '{' -> {
                    int end = pattern.indexOf('}', at);
                    String[] bounds = pattern.substring(at + 1, end).split(",", -1);
                    cost = cost.repeated(Double.parseDouble(bounds[0].strip()), bounds.length > 1);
                    at = end;
                }
                default -> {
                    return cost;
                }
            }
            at++;
            if (peek() == '?' || peek() == '+') at++; // lazy and possessive try no more than greedy does
        }
        return cost;
    }

    private Cost atom() {
        char c = pattern.charAt(at++);
        return switch (c) {
            case '(' -> group();
            case '[' -> {
                skipClass();
                yield Cost.LOOK;
            }
            case '^', '$' -> Cost.NOTHING;
            case '\\' -> escape();
            default -> Cost.LOOK;
        };
    }

    private Cost group() {
        if (peek() != '?') return closed(alternatives());
        at++;
        char kind = pattern.charAt(at++);
        switch (kind) {
            case '=', '!' -> {
                return look(closed(alternatives()), 1);
            }
            case '>' -> {
                var inner = closed(alternatives());
                return new Cost(Math.min(1, inner.paths()), inner.steps());
            }
            case '<' -> {
                if (peek() == '=' || peek() == '!') {
                    at++;
                    return look(closed(alternatives()), LOOKBEHIND_TRIES);
                }
                at = pattern.indexOf('>', at) + 1;
                return closed(alternatives());
            }
            default -> {
                return flags(kind);
            }
        }
    }

    private static Cost look(Cost inner, int tries) {
        return new Cost(1, inner.steps() * tries + 1);
    }

    private Cost flags(char first) {
        for (char flag = first; ; flag = pattern.charAt(at++)) {
            if (flag == 'x') throw Fault.argument("comments are not supported in regular expressions");
            if (flag == ')') return Cost.NOTHING;
            if (flag == ':') return closed(alternatives());
        }
    }

    private Cost closed(Cost inner) {
        at++;
        return inner;
    }

    private Cost escape() {
        char c = pattern.charAt(at++);
        switch (c) {
            case 'b', 'B', 'A', 'G', 'Z', 'z' -> {
                if (peek() == '{') at = pattern.indexOf('}', at) + 1;
                return Cost.NOTHING;
            }
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                while (peek() >= '0' && peek() <= '9') at++;
                return Cost.NOTHING;
            }
            case 'k' -> {
                at = pattern.indexOf('>', at) + 1;
                return Cost.NOTHING;
            }
            case 'Q' -> {
                int start = at;
                skipQuoted();
                return pattern.startsWith("\\E", start) ? Cost.NOTHING : Cost.LOOK;
            }
            case 'E' -> {
                return Cost.NOTHING;
            }
            default -> {
                skipEscaped(c);
                return Cost.LOOK;
            }
        }
    }

    private void skipQuoted() {
        int end = pattern.indexOf("\\E", at);
        at = end < 0 ? pattern.length() : end + 2;
    }

    private void skipEscaped(char c) {
        if (c == 'c') at++;
        else if ((c == 'p' || c == 'P' || c == 'x' || c == 'N') && peek() == '{') at = pattern.indexOf('}', at) + 1;
    }

    /** From behind the opening bracket to behind its closing one; a closing bracket that comes first is a character. */
    private void skipClass() {
        if (++depth > DEPTH_MAX) throw Fault.limit("a regular expression nested too deep");
        if (peek() == '^') at++;
        boolean empty = true;
        while (more()) {
            char c = pattern.charAt(at++);
            if (c == ']' && !empty) break;
            if (c == '[') skipClass();
            if (c == '\\') {
                char escaped = pattern.charAt(at++);
                if (escaped == 'Q') skipQuoted();
                else skipEscaped(escaped);
            }
            if (c != '&' || peek() != '&') empty = false;
        }
        depth--;
    }
}
