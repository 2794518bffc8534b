package maestro.sel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import maestro.sel.SelException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs made to hurt: each must end by its budget, whichever of the limits that is. */
class HostileTest {
    private static final Budget TIGHT = Budget.defaults().withVisits(20_000_000).withMemory(50_000_000)
            .withLoop(Integer.MAX_VALUE).withTimeout(Duration.ofDays(1));

    private static SelException failure(String text, Budget budget) {
        return catchThrowableOfType(SelException.class, () ->
                Expression.parse(text).evaluate(Scope.of(Map.of()), budget));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "while (true) {}", "for (;;) { x = 1 + 1; }", "x = 'a'; for (;;) x += x;", "x = 'a'; for (;;) x = x + x;",
        "m = new Map(); i = 0; for (;;) { m.put('' + i, i); i += 1; }",
        "x = 'a'; for (i = 0; i < 14; i += 1) x += x; return (x + '!').replaceAll('(a+)+b', '').split('(a|a)*c');",
        "x = 'a'; for (i = 0; i < 16; i += 1) x += x; return x.replaceAll('(a|b)*', 'c');",
        "''.split('(|){40}x')", "''.split('((|)(|)(|)(|)){9}x')", "'a'.split('(?:){2000000000}')",
        "'a'.split('^{2000000000}x')",
        "'b'.split('(?=(|){30}a)b')", "x = new Map(); for (;;) { y = new Map(); y.put('a', x); y.put('b', x); x = y; }",
        "m = new Map(); for (i = 0; i < 100; i += 1) { n = new Map(); n.put('a', m); n.put('b', m); m = n; } return m;",
        "m = new Map(); for (i = 0; i < 99; i += 1) { n = new Map(); n.put('a', m); n.put('b', m); m = n; } '' + m",
        "m = new Map(); for (i = 0; i < 300; i += 1) { n = new Map(); n.put('a', m); m = n; } return m;",
        "String.format('%2000000000d', 1)", "String.format('%.2000000000f', 1.0)", "Util.intsBetween(0, 2147483647, 1)",
        "Util.dateIntsBetween(19000101, 99991231, 1)",
        "x = 'a'; for (i = 0; i < 22; i += 1) x += x; return x.replace('', x);",
        "x = 'a,'; for (i = 0; i < 22; i += 1) x += x; return x.split(',');",
        "x = 'ab'; for (i = 0; i < 21; i += 1) x += x; for (;;) { b = x.contains('abababababac'); }",
        "x = '1'; for (i = 0; i < 20; i += 1) x += x; for (;;) { b = x.equals(x + ''); }",
        "for (;;) { UUID.randomUUID(); }", "for (;;) { new DateTime().plusDays(1).toString('yyyy'); }",
    })
    void endsAtALimit(String text) {
        assertThat(failure(text, TIGHT).kind()).isEqualTo(Kind.LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "while (true) {}", "x = 'ab'; for (i = 0; i < 18; i += 1) x += x; for (;;) { b = x.contains('abababababac'); }",
        "x = 'a'; for (i = 0; i < 11; i += 1) x += x; return (x + '!').replaceAll('(a*)*(a*)*(a*)*b', '');",
    })
    void endsAtItsDeadline(String text) {
        var budget = Budget.defaults().withLoop(Integer.MAX_VALUE).withVisits(Long.MAX_VALUE)
                .withMemory(Long.MAX_VALUE).withTimeout(Duration.ofMillis(30));
        assertThat(failure(text, budget).kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void anInterruptedThreadIsGivenBack() {
        Thread.currentThread().interrupt();
        assertThat(failure("while (true) {}", TIGHT).kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aMapThatHoldsItselfIsNoResult() {
        assertThat(failure("m = new Map(); m.put('m', m); m", TIGHT).kind()).isEqualTo(Kind.RESULT);
        assertThat(failure("m = new Map(); m.put('m', m); '' + m", TIGHT).kind()).isEqualTo(Kind.RESULT);
    }

    @Test
    void theStackLimitCountsPendingOperands() throws SelException {
        for (int operands : new int[] {128, 129}) {
            String text = "1+(".repeat(operands - 1) + "1" + ")".repeat(operands - 1);
            if (operands == 128)
                assertThat(Expression.parse(text).evaluate(Scope.of(Map.of()), Budget.defaults())).isEqualTo(128L);
            else assertThat(failure(text, Budget.defaults()).kind()).isEqualTo(Kind.LIMIT);
        }
        assertThat(failure("new int[]{" + "1,".repeat(128) + "};", Budget.defaults()).kind()).isEqualTo(Kind.LIMIT);
        assertThat(Expression.parse("new int[]{" + "1,".repeat(126) + "}.length")
                .evaluate(Scope.of(Map.of()), Budget.defaults())).isEqualTo(126L);
    }

    @Test
    void theInlineBudgetServesAConditionAndRefusesALoop() throws SelException {
        assertThat(Expression.parse("1 >= 0 && 'x' == 'x'").evaluate(Scope.of(Map.of()),
                Budget.inline())).isEqualTo(true);
        assertThat(failure("while (true) {}", Budget.inline()).kind()).isEqualTo(Kind.LIMIT);
    }
}
