package maestro.sel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import maestro.sel.SelException.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Measured, not metered: what hostile programs take of time and memory beyond their budget. */
class ConsumptionTest {
    private static final long MEMORY_BYTES = 20_000_000;
    /** Of the parser, the exception and the machinery around the program. */
    private static final long FIXED_BYTES = 2_000_000;
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static SelException failure(Expression expression, Budget budget) {
        return catchThrowableOfType(SelException.class, () -> expression.evaluate(Scope.of(Map.of()), budget));
    }

    /** Garbage counts here too, and how much of it there is depends on how far the code is compiled. */
    @ParameterizedTest
    @ValueSource(strings = {
        "x = 'a'; for (;;) x = x + x;",
        "x = 'a'; for (;;) x += x;",
        "m = new Map(); i = 0; for (;;) { m.put('' + i, i); i += 1; }",
        "x = new int[20000]; m = new Map(); for (i = 0; ; i += 1) { m.put('' + i, new int[20000]); }",
        "m = new Map(); for (i = 0; ; i += 1) { m.put('' + i, Util.intsBetween(0, 20000, 1)); }",
        "x = 'a,'; for (i = 0; i < 16; i += 1) x += x; for (;;) { y = x.split(','); }",
        "x = 'ab'; for (i = 0; i < 16; i += 1) x += x; for (;;) { y = x.replace('a', 'ccc'); }",
        "x = 'ab'; for (i = 0; i < 16; i += 1) x += x; for (;;) { y = x.replaceAll('a', 'ccc'); }",
        "for (;;) { y = String.format('%9000d', 1); }",
        "for (;;) { y = Util.toJson(new int[9000]); }",
    })
    void allocatesLittleMoreThanItMayHold(String text) throws SelException {
        var expression = Expression.parse(text);
        var budget = Budget.defaults().withLoop(Integer.MAX_VALUE).withMemory(MEMORY_BYTES);
        failure(expression, budget); // classes are loaded once
        long before = THREADS.getCurrentThreadAllocatedBytes();
        var failure = failure(expression, budget);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(failure.kind()).isEqualTo(Kind.LIMIT);
        assertThat(allocated).isLessThan(4 * MEMORY_BYTES + FIXED_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "while (true) {}",
        "for (;;) { for (i = 0; i < 20000; i += 1) { x = 1; } }",
        "x = 'a'; for (i = 0; i < 14; i += 1) x += x; return (x + '!').replaceAll('(a+)+b', '');",
        "x = 'ab'; for (i = 0; i < 18; i += 1) x += x; for (;;) { b = x.contains('abababababac'); }",
        "for (;;) { x = Util.dateIntsBetween(20000101, 20600101, 1); }",
        "for (;;) { x = new DateTime('2020-01-01').plusDays(3).toString('yyyy-MM-dd'); }",
    })
    void endsWithin100MillisecondsOfItsTime(String text) throws SelException {
        var expression = Expression.parse(text);
        long best = Long.MAX_VALUE; // of a few: other processes may take the processor for longer than that
        for (int i = 0; i < 5 && best > 300; i++) {
            long start = System.nanoTime();
            var budget = Budget.defaults().withLoop(Integer.MAX_VALUE).withVisits(Long.MAX_VALUE)
                    .withMemory(Long.MAX_VALUE).withDeadline(start + Duration.ofMillis(200).toNanos());
            assertThat(failure(expression, budget).kind()).isEqualTo(Kind.TIMEOUT);
            best = Math.min(best, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }
        assertThat(best).isBetween(200L, 300L);
    }

    /** What a program holds, looked at from inside it each time that it calls {@code params.look()}. */
    private static final class Look implements Extension {
        long mostBytes;

        static long usedBytes() {
            System.gc();
            var heap = Runtime.getRuntime();
            return heap.totalMemory() - heap.freeMemory();
        }

        @Override
        public boolean has(String name, int arguments) {
            return name.equals("look");
        }

        @Override
        public Object call(String name, List<String> arguments) {
            mostBytes = Math.max(mostBytes, usedBytes());
            return 0L;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "m = new Map(); for (i = 0; ; i += 1) { m.put('' + i, i); if (i % 40000 == 0) params.look(); }",
        "m = new Map(); for (i = 0; ; i += 1) { m.put('' + i, new int[9000]); if (i % 10 == 0) params.look(); }",
        "m = new Map(); for (i = 0; ; i += 1) { m.put('' + i, Util.intsBetween(0, 9000, 1)); if (i % 10 == 0)"
                + " params.look(); }",
        "m = new Map(); for (i = 0; ; i += 1) { m.put('' + i, new Map()); if (i % 40000 == 0) params.look(); }",
        "x = 'a'; for (i = 0; ; i += 1) { x += x; params.look(); }",
        "x = 'a,'; for (i = 0; i < 12; i += 1) x += x; m = new Map(); for (i = 0; ; i += 1) { m.put('' + i,"
                + " x.split(',')); if (i % 20 == 0) params.look(); }",
    })
    void holdsAtMostTwiceItsMemory(String text) throws SelException {
        var look = new Look();
        var scope = new Scope() {
            @Override
            public Object variable(String name) {
                return null;
            }

            @Override
            public Extension extension() {
                return look;
            }
        };
        long before = Look.usedBytes();
        var budget = Budget.defaults().withLoop(Integer.MAX_VALUE).withMemory(MEMORY_BYTES);
        var failure = catchThrowableOfType(SelException.class, () -> Expression.parse(text).evaluate(scope, budget));
        assertThat(failure.kind()).isEqualTo(Kind.LIMIT);
        assertThat(look.mostBytes).isPositive();
        assertThat(look.mostBytes - before).isLessThan(2 * MEMORY_BYTES);
    }
}
