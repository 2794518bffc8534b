package maestro.runtime.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TimerWheelTest {
    private static final long YEAR = 365L * 24 * 3600 * 1000;
    private static final long START = 1_700_000_000_000L;

    private final TimerWheel<String> wheel = new TimerWheel<>(START);
    private final List<String> fired = new ArrayList<>();

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    /** The oracle: entries by due time, then by the order in which they were scheduled. */
    @ParameterizedTest
    @MethodSource("seeds")
    void firesWhatASortedMapWouldFireInTheSameOrder(long seed) {
        var random = new SplittableRandom(seed);
        long now = random.nextBoolean() ? START : random.nextLong(1L << 40);
        var tested = new TimerWheel<Integer>(now);
        var oracle = new TreeMap<Long, List<Integer>>();
        Map<Integer, Timer<Integer>> timers = new HashMap<>();
        for (int turn = 0; turn < 400; turn++) {
            int dice = random.nextInt(10);
            if (dice < 5) {
                long due = Math.min(Long.MAX_VALUE, now + distance(random));
                timers.put(turn, tested.schedule(turn, due));
                oracle.computeIfAbsent(due, _ -> new ArrayList<>()).add(turn);
            } else if (dice < 7 && !timers.isEmpty()) {
                var picked = pick(timers, random);
                tested.cancel(picked);
                tested.cancel(picked);
                forget(oracle, picked);
                timers.remove(picked.key());
            } else if (dice < 8 && !timers.isEmpty()) {
                var picked = pick(timers, random);
                forget(oracle, picked);
                tested.reschedule(picked, now + distance(random));
                oracle.computeIfAbsent(picked.dueMillis(), _ -> new ArrayList<>()).add(picked.key());
            } else {
                now += distance(random);
                var expected = new ArrayList<Integer>();
                var due = oracle.headMap(now, true);
                due.values().forEach(expected::addAll);
                due.clear();
                var actual = new ArrayList<Integer>();
                tested.advance(now, actual::add);
                assertThat(actual).isEqualTo(expected);
                timers.keySet().removeAll(expected);
            }
            assertThat(tested.size()).isEqualTo(timers.size());
            assertThat(tested.nextDue()).isLessThanOrEqualTo(oracle.isEmpty() ? Long.MAX_VALUE : oracle.firstKey());
        }
        var rest = new ArrayList<Integer>();
        tested.advance(Long.MAX_VALUE, rest::add);
        assertThat(rest).isEqualTo(oracle.values().stream().flatMap(List::stream).toList());
        assertThat(tested.nextDue()).isEqualTo(Long.MAX_VALUE);
    }

    private static long distance(SplittableRandom random) {
        return random.nextLong(1L << random.nextInt(1, 44));
    }

    private static Timer<Integer> pick(Map<Integer, Timer<Integer>> timers, SplittableRandom random) {
        var keys = timers.keySet().stream().sorted().toList();
        return timers.get(keys.get(random.nextInt(keys.size())));
    }

    private static void forget(TreeMap<Long, List<Integer>> oracle, Timer<Integer> timer) {
        oracle.computeIfPresent(timer.dueMillis(), (_, keys) -> {
            keys.remove(timer.key());
            return keys.isEmpty() ? null : keys;
        });
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "63", "64", "4095", "4096", "3600000", "31536000000", "9000000000000000"})
    void sleepingUntilNextDueReachesAnEntryInFewWakesAndNeverLate(long delay) {
        wheel.schedule("a", START + delay);
        int wakes = 0;
        for (long now = START; fired.isEmpty(); now = wheel.nextDue()) {
            assertThat(now).isLessThanOrEqualTo(START + delay);
            wheel.advance(now, fired::add);
            wakes++;
        }
        assertThat(wakes).isLessThanOrEqualTo(12);
        assertThat(wheel.nextDue()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void jumpsOverYearsAndReachesTheEndOfTime() {
        wheel.schedule("end", Long.MAX_VALUE);
        wheel.schedule("century", START + 100 * YEAR);
        wheel.advance(START + 100 * YEAR - 1, fired::add);
        assertThat(fired).isEmpty();
        wheel.advance(START + 300 * YEAR, fired::add);
        assertThat(fired).containsExactly("century");
        wheel.advance(Long.MAX_VALUE, fired::add);
        assertThat(fired).containsExactly("century", "end");
    }

    @Test
    void aClockSetBackDelaysWhatWaitsUntilItsTimeComesAgain() {
        wheel.schedule("far", START + YEAR);
        wheel.schedule("near", START + 5);
        wheel.schedule("nearToo", START + 5);
        wheel.schedule("later", START + 4000);
        wheel.advance(START - 3_600_000, fired::add);
        wheel.advance(START + 4, fired::add);
        assertThat(fired).isEmpty();
        assertThat(wheel.nextDue()).isEqualTo(START + 5);
        wheel.advance(START + 2 * YEAR, fired::add);
        assertThat(fired).containsExactly("near", "nearToo", "later", "far");
    }

    @Test
    void aConsumerMaySucceedItselfAndCancelOthers() {
        var victim = wheel.schedule("victim", START + 20);
        wheel.schedule("first", START + 10);
        wheel.advance(START + 100, key -> {
            fired.add(key);
            if (key.equals("first")) {
                wheel.cancel(victim);
                wheel.schedule("now", START);
                wheel.schedule("second", START + 50);
                wheel.schedule("notYet", START + 101);
            }
        });
        assertThat(fired).containsExactly("first", "now", "second");
        assertThat(victim.waiting()).isFalse();
        assertThat(wheel.size()).isOne();
    }

    @Test
    void aThrowingConsumerLosesOnlyItsOwnEntry() {
        wheel.schedule("bad", START + 1);
        wheel.schedule("good", START + 2);
        assertThatIllegalStateException().isThrownBy(() -> wheel.advance(START + 9, _ -> {
            throw new IllegalStateException();
        }));
        wheel.advance(START + 9, fired::add);
        assertThat(fired).containsExactly("good");
    }

    @Test
    void aMillionTimersSurviveACancelStorm() {
        var random = new SplittableRandom(7);
        var timers = new ArrayList<Timer<String>>(1_000_000);
        for (int n = 0; n < 1_000_000; n++) {
            timers.add(wheel.schedule("x", START + random.nextLong(YEAR)));
        }
        for (int n = 0; n < timers.size(); n++) {
            if (n % 10 != 0) {
                wheel.cancel(timers.get(n));
            }
        }
        assertThat(wheel.size()).isEqualTo(100_000);
        long[] count = {0};
        wheel.advance(START + YEAR, _ -> count[0]++);
        assertThat(count[0]).isEqualTo(100_000);
    }

    @Test
    void refusesTimesBeforeTheEpoch() {
        assertThatIllegalArgumentException().isThrownBy(() -> wheel.schedule("x", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> wheel.advance(-1, fired::add));
    }
}
