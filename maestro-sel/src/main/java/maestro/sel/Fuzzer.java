package maestro.sel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import org.joda.time.DateTime;

/**
 * Makes random and mutated programs from a seed and evaluates them. The same seed makes the same programs. What it
 * reports is a defect of this package: whatever the text, an evaluation ends in a value or a {@link SelException},
 * soon, within its memory, and soon after its deadline.
 */
public final class Fuzzer {
    private static final Budget BUDGET = Budget.defaults().withVisits(200_000).withMemory(2_000_000);
    /** One program in so many is also run without any limit but a deadline. */
    private static final int TIMED_EVERY = 8;
    private static final String[] MEMBERS = """
            length isEmpty trim toUpperCase substring split replace replaceAll contains lastIndexOf equals compareTo
            valueOf format join escape toString parseLong intValue size get put containsKey getOrDefault min max pow
            currentTimeMillis asList forID getOffset forPattern withZone parseDateTime print daysBetween getDays
            plusDays plusYears withDayOfMonth getMillis dayOfWeek getAsText withMaximumValue dateIntToTs tsToDateInt
            intsBetween dateIntsBetween incrementDateInt timeoutForDateTimeDeadline toJson getClass randomUUID UTC
            SUNDAY
            """.strip().split("\\s+");
    private static final String[] NAMES = """
            a b c xs m s n d params String Long Double Boolean Map DateTime DateTimeZone DateTimeFormat Days UUID
            DateTimeConstants System Arrays Math Util""".strip().split("\\s+");
    private static final String[] TYPES =
            "int long double boolean String Map DateTime int[] String[] UUID Math".split(" ");
    private static final String[] OPERATORS = "+ - * / % == != < > <= >= && ||".split(" ");
    private static final String[] LITERALS = """
            0|1|-1|2|7|25001|9223372036854775807|3000000000|1.5|1e308|0.0|true|false|null|''|'a'|'%s %5d'|'(a+)+b'|','
            |'aaaaaaaaaaaaaaaaaaaaaaaaaaaa'|'20200229'|20200101|'yyyyMMdd'|'UTC'|'2020-02-29T10:11'
            |'$1\\\\'|'1 day'|'%99999999d'|new int[3]
            |new String[]{'a','b'}|new Map()|new DateTime(0)|DateTimeZone.UTC"""
            .replace("\n", "").split("\\|");
    private static final String NOISE = "(){}[];,.=+-*/%<>!?:'\"\\u0041 \n\tabc019_é\0";

    private final Random random;
    private int room;

    private Fuzzer(long seed) {
        this.random = new Random(seed);
    }

    /**
     * @param corpus programs to mutate; may be empty
     * @param defect told a program and what it did
     * @return how many of the programs gave a value
     */
    public static long run(long seed, long programs, List<String> corpus, BiConsumer<String, Throwable> defect) {
        var fuzzer = new Fuzzer(seed);
        long values = 0;
        for (long i = 0; i < programs; i++) {
            boolean mutate = !corpus.isEmpty() && fuzzer.random.nextBoolean();
            String program = mutate ? fuzzer.mutated(fuzzer.pick(corpus)) : fuzzer.program();
            if (evaluates(program, i % TIMED_EVERY == 0, defect)) values++;
        }
        return values;
    }

    private static boolean evaluates(String program, boolean timed, BiConsumer<String, Throwable> defect) {
        var first = attempt(program, BUDGET);
        first.failure().ifPresent(what -> defect.accept(program, what));
        var consumption = new Consumption(BUDGET, () -> attempt(program, BUDGET).used());
        consumption.excess(first.used()).ifPresent(what -> defect.accept(program, new IllegalStateException(what)));
        if (timed) {
            Consumption.late(() -> attempt(program, Consumption.endless(BUDGET)).used())
                    .ifPresent(what -> defect.accept(program, new IllegalStateException(what)));
        }
        return first.value();
    }

    /** @param value whether it came to an allowed one */
    private record Outcome(boolean value, Optional<Throwable> failure, Consumption.Used used) {}

    private static Outcome attempt(String program, Budget budget) {
        var before = Consumption.Used.now();
        boolean value = false;
        Throwable failure = null;
        try {
            value = allowed(Expression.parse(program).evaluate(Scope.of(variables()), budget));
            if (!value) failure = new IllegalStateException("a result of a type that is not allowed");
        } catch (SelException e) {
            if (e.getMessage().isEmpty() && e.kind() != SelException.Kind.THROWN) failure = e;
        } catch (RuntimeException | Error e) { // the outermost loop: anything else that comes out is what we look for
            failure = e;
        }
        return new Outcome(value, Optional.ofNullable(failure), Consumption.Used.now().since(before));
    }

    private static boolean allowed(Object result) {
        return switch (result) {
            case String _, Long _, Double _, Boolean _, String[] _, long[] _, double[] _, boolean[] _ -> true;
            case Map<?, ?> map -> map.values().stream().allMatch(Fuzzer::allowed);
            default -> false;
        };
    }

    private static Map<String, Object> variables() {
        return Map.of("a", 5L, "b", 2.5, "c", true, "xs", new long[] {1, 2, 3}, "s", "some text, and more",
                "m", Map.of("k", 1L, "l", new String[] {"x"}), "n", new String[] {"a", "", "c"}, "d", new DateTime(0L));
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String mutated(String program) {
        var text = new StringBuilder(program);
        for (int i = random.nextInt(1 + random.nextInt(4)); i >= 0; i--) {
            int at = text.isEmpty() ? 0 : random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(6));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, NOISE.charAt(random.nextInt(NOISE.length())));
                case 2 -> text.insert(at, text.substring(at, end));
                case 3 -> text.insert(at, pick(LITERALS));
                default -> text.replace(at, end, pick(random.nextBoolean() ? NAMES : OPERATORS));
            }
        }
        return text.toString();
    }

    private String program() {
        room = random.nextInt(60);
        var text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) text.append(statement()).append('\n');
        return text.append("return ").append(value()).append(';').toString();
    }

    private String statement() {
        if (room-- < 0) return "a = 1;";
        return switch (random.nextInt(20)) {
            case 9, 10 -> "a += " + number() + ";";
            case 11, 12 -> "s = " + string() + ";";
            case 13 -> "c = " + truth() + ";";
            case 14, 15 -> "xs[1] = " + number() + ";";
            case 16 -> "for (int i = 0; i < 9; i += 1) { " + statement() + " }";
            case 17 -> "if (" + truth() + ") { " + statement() + " } else { " + statement() + " }";
            case 18 -> value() + ";";
            case 0 -> pick(TYPES) + " " + pick(NAMES) + " = " + expression() + ";";
            case 1 -> "if (" + expression() + ") " + statement() + " else " + statement();
            case 2 -> "while (" + expression() + ") { " + statement() + " }";
            case 3 -> "for (int i = 0; i < " + expression() + "; i += 1) { " + statement() + statement() + " }";
            case 4 -> pick(NAMES) + "[" + expression() + "] " + pick("= += -= *= /=".split(" ")) + " " + expression()
                    + ";";
            case 5 -> random.nextInt(4) == 0 ? "throw " + expression() + ";" : "break;";
            case 6 -> "{ " + statement() + statement() + " }";
            case 7 -> value() + ";";
            default -> pick(NAMES) + pick(" = | += | -= | *= | %= ".split("\\|")) + expression() + ";";
        };
    }

    /** Of the right types all through, mostly, so that it comes to a value. */
    private String value() {
        return switch (random.nextInt(5)) {
            case 0 -> expression();
            case 1, 2 -> number();
            case 3 -> string();
            default -> truth();
        };
    }

    private String number() {
        if (room-- < 0) return pick("a xs[1] 7 3000000000".split(" "));
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> "(" + number() + pick(" + | - | * | / | % ".split("\\|")) + number() + ")";
            case 3 -> string() + ".length()";
            case 4 -> "Math.max(" + number() + ", " + number() + ")";
            case 5 -> "(" + truth() + " ? " + number() + " : " + number() + ")";
            case 6 -> "d.plusDays(" + number() + ").getDayOfYear()";
            default -> "(" + string() + ").compareTo(" + string() + ")";
        };
    }

    private String string() {
        if (room-- < 0) return pick("s 'a,b' n[0] '$1[a-c]*'".split(" "));
        return switch (random.nextInt(8)) {
            case 0, 1 -> "(" + string() + " + " + value() + ")";
            case 2 -> "String.format('%5s %d', " + string() + ", " + number() + ")";
            case 3 -> "(" + string() + ").replaceAll(" + string() + ", 'x')";
            case 4 -> "String.join(',', (" + string() + ").split(" + string() + "))";
            case 5 -> "('padded' + " + string() + ").substring(" + random.nextInt(7) + ")";
            case 6 -> "Util.toJson(" + value() + ")";
            default -> "(" + string() + ").replace(" + string() + ", " + string() + ")";
        };
    }

    private String truth() {
        if (room-- < 0) return pick("c true false".split(" "));
        return switch (random.nextInt(5)) {
            case 0, 1 -> "(" + number() + pick(" < | >= | == | != ".split("\\|")) + number() + ")";
            case 2 -> "(" + truth() + pick(" && ~ || ".split("~")) + truth() + ")";
            case 3 -> "!" + truth();
            default -> "(" + string() + ").contains(" + string() + ")";
        };
    }

    private String expression() {
        if (room-- < 0) return pick(LITERALS);
        if (random.nextInt(6) == 0) return value();
        return switch (random.nextInt(11)) {
            case 0, 1 -> pick(LITERALS);
            case 2 -> pick(NAMES);
            case 3, 4 -> "(" + expression() + " " + pick(OPERATORS) + " " + expression() + ")";
            case 5 -> pick("- + !".split(" ")) + " " + expression();
            case 6 -> "(" + expression() + ")[" + expression() + "]";
            case 7 -> expression() + " ? " + expression() + " : " + expression();
            case 8 -> "new " + pick(NAMES) + "(" + arguments() + ")";
            default -> (random.nextBoolean() ? pick(NAMES) : "(" + expression() + ")") + "." + pick(MEMBERS)
                    + (random.nextInt(8) == 0 ? "" : "(" + arguments() + ")");
        };
    }

    private String arguments() {
        var text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) text.append(text.isEmpty() ? "" : ", ").append(expression());
        return text.toString();
    }
}
