package maestro.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import maestro.model.MaestroException;
import maestro.runtime.log.LogStore.LogKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LogsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final MemoryLogStore store = new MemoryLogStore();
    private Logs logs = logs(LogLimits.standard());

    private Logs logs(LogLimits limits) {
        return new Logs(store, limits, InstantSource.fixed(Instant.ofEpochMilli(1234)));
    }

    private void limits(int head, int tail, long waiting) {
        logs.close();
        logs = logs(new LogLimits(head, tail, 1024, waiting));
    }

    private static LogKey key(String launch) {
        return new LogKey(7, "job", 1, launch);
    }

    private List<LogLine> read(Optional<String> after, int limit) {
        return logs.read(7, "job", 1, after, limit);
    }

    private List<LogLine> readAll(int limit) {
        var all = new ArrayList<LogLine>();
        for (var page = read(Optional.empty(), limit); !page.isEmpty(); ) {
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            all.addAll(page);
            page = read(Optional.of(page.getLast().position()), limit);
        }
        return all;
    }

    @AfterEach
    void close() {
        store.down(false);
        logs.close();
    }

    @Test
    void linesComeBackWithNumberTimeAndStream() throws InterruptedException {
        var log = logs.open(key("a"));
        log.append(LogStream.OUT, "one");
        log.append(LogStream.ERR, "two\nthree");
        assertThat(log.flush(LONG)).isTrue();
        assertThat(readAll(10)).extracting(LogLine::number, LogLine::timeMillis, LogLine::stream, LogLine::text)
                .containsExactly(
                        tuple(1L, 1234L, LogStream.OUT, "one"),
                        tuple(2L, 1234L, LogStream.ERR, "two"),
                        tuple(3L, 1234L, LogStream.ERR, "three"));
    }

    @Test
    void linesAreWrittenWithoutAFlush() throws InterruptedException {
        logs.open(key("a")).append(LogStream.OUT, "one");
        store.awaitWritten(1);
        assertThat(readAll(10)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void readingGoesOnAfterAnyLineAndThroughAllLaunches(int limit) throws InterruptedException {
        for (String launch : List.of("z.first", "a.second")) {
            var log = logs.open(key(launch));
            for (int i = 0; i < 20; i++) {
                log.append(LogStream.OUT, launch + i);
                if (i % 7 == 0) {
                    assertThat(log.flush(LONG)).isTrue(); // a chunk of its own
                }
            }
            log.flush(LONG);
            log.close();
        }
        var texts = readAll(limit).stream().map(LogLine::text).toList();
        assertThat(texts).hasSize(40).startsWith("z.first0", "z.first1").endsWith("a.second18", "a.second19");
        assertThat(texts.subList(20, 22)).containsExactly("a.second0", "a.second1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLongLogKeepsHeadAndTailAndSaysWhatIsMissing(boolean writtenBetween) throws InterruptedException {
        limits(100_000, 150_000, 1 << 20);
        var log = logs.open(key("a"));
        int all = 20_000;
        long written = 0;
        for (int i = 1; i <= all; i++) {
            String text = "line " + i + " " + "x".repeat(50);
            log.append(LogStream.OUT, text);
            written += text.length() + 1;
            if (writtenBetween && i % 1500 == 0) {
                assertThat(log.flush(LONG)).isTrue();
            }
        }
        assertThat(log.flush(LONG)).isTrue();
        var lines = readAll(999);
        long missing = written - kept(lines);
        assertThat(lines.getFirst().number()).isOne();
        assertThat(lines.getLast().number()).isEqualTo(all);
        var marks = lines.stream().filter(line -> line.stream() == LogStream.SYSTEM).toList();
        assertThat(marks).singleElement().satisfies(mark -> assertThat(mark.text())
                .startsWith("[" + (all - lines.size() + 1) + " lines (" + missing + " bytes) are dropped"));
        assertThat(lines).isSortedAccordingTo((a, b) -> Long.compare(a.number(), b.number()));
        assertThat(store.bytes()).isBetween(200_000L, 100_000L + 150_000 + LogLimits.CHUNK_BYTES_MAX + 200);
    }

    private static long kept(List<LogLine> lines) {
        return lines.stream()
                .filter(line -> line.stream() != LogStream.SYSTEM)
                .mapToLong(line -> line.text().length() + 1)
                .sum();
    }

    @Test
    void anEndlessLogCostsTheStoreLittle() throws InterruptedException {
        limits(10_000, 100_000, 1 << 20);
        var log = logs.open(key("a"));
        for (int i = 0; i < 500_000; i++) {
            log.append(LogStream.OUT, "y".repeat(60)); // 30 MB
        }
        assertThat(log.flush(LONG)).isTrue();
        assertThat(store.written).isLessThan(5_000_000);
        assertThat(store.bytes()).isLessThan(200_000);
    }

    @Test
    void aFlushEndsAtItsDeadlineWhileTheStoreIsDownAndNothingIsLost() throws InterruptedException {
        store.down(true);
        var log = logs.open(key("a"));
        log.append(LogStream.OUT, "kept");
        assertThat(log.flush(Duration.ofMillis(50))).isFalse();
        store.down(false);
        assertThat(log.flush(LONG)).isTrue();
        assertThat(readAll(10)).extracting(LogLine::text).containsExactly("kept");
    }

    @Test
    void withoutRoomAppendingLosesLinesAndSaysSo() throws InterruptedException {
        limits(1 << 20, 1 << 20, 100_000);
        store.down(true);
        var log = logs.open(key("a"));
        long begun = System.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            log.append(LogStream.OUT, "x".repeat(60));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        store.down(false);
        assertThat(log.flush(LONG)).isTrue();
        log.append(LogStream.OUT, "after");
        assertThat(log.flush(LONG)).isTrue();
        var lines = readAll(5000);
        assertThat(lines.getLast().text()).isEqualTo("after");
        assertThat(lines.get(lines.size() - 2).text())
                .startsWith("[" + (10_000 - lines.size() + 2) + " lines are lost: ");
    }

    @Test
    void aRefusedChunkDoesNotHoldUpOtherLogs() throws InterruptedException {
        store.refuse("bad");
        var bad = logs.open(key("bad"));
        bad.append(LogStream.OUT, "x");
        assertThat(bad.flush(LONG)).isTrue();
        var good = logs.open(key("good"));
        good.append(LogStream.OUT, "y");
        assertThat(good.flush(LONG)).isTrue();
        assertThat(readAll(10)).extracting(LogLine::text).containsExactly("y");
    }

    @Test
    void closingWritesWhatWaits() {
        limits(1000, 1000, 1 << 20);
        var log = logs.open(key("a"));
        for (int i = 0; i < 100; i++) {
            log.append(LogStream.OUT, "line " + i + "x".repeat(100));
        }
        logs.close();
        assertThat(readAll(1000).getLast().text()).startsWith("line 99x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.2", "1.2.", "a.b.c"})
    void refusesAPositionThatNoLineHad(String position) {
        assertThatThrownBy(() -> read(Optional.of(position), 1))
                .isInstanceOf(MaestroException.class)
                .hasMessageContaining("no position in a log");
    }

    @Test
    void aFollowerSeesEveryLineOnceHoweverSlowItIs() throws InterruptedException {
        int all = 30_000;
        var log = logs.open(key("a"));
        log.append(LogStream.OUT, "0");
        log.flush(LONG);
        var writer = Thread.startVirtualThread(() -> {
            for (int i = 1; i < all; i++) {
                log.append(LogStream.OUT, Integer.toString(i));
                if (i % 50 == 0) {
                    flush(log); // many small chunks, so that the queue overflows
                }
            }
            log.close();
        });
        var random = new SplittableRandom(1);
        var seen = new ArrayList<Long>();
        Optional<String> position = Optional.empty();
        while (seen.size() < all) {
            try (var follower = logs.follow(7, "job", 1, position)) { // reconnects now and then
                for (int reads = random.nextInt(30); reads >= 0 && seen.size() < all; reads--) {
                    for (var line : follower.next(LONG)) {
                        seen.add(Long.parseLong(line.text()));
                        position = Optional.of(line.position());
                    }
                    if (random.nextInt(5) == 0) {
                        writer.join(Duration.ofMillis(20)); // is slow
                    }
                }
            }
        }
        assertThat(seen).isEqualTo(LongStream.range(0, all).boxed().toList());
    }

    private static void flush(AttemptLog log) {
        try {
            log.flush(LONG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aFollowerIsTaughtTheEndAtOnceAndWaitsNoLongerThanAsked() throws InterruptedException {
        try (var follower = logs.follow(7, "job", 1, Optional.empty())) {
            assertThat(follower.next(Duration.ZERO)).isEmpty();
            var log = logs.open(key("a"));
            log.append(LogStream.OUT, "last");
            log.close();
            assertThat(follower.next(LONG)).extracting(LogLine::text).containsExactly("last");
            long begun = System.nanoTime();
            assertThat(follower.next(LONG)).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void aFollowerFindsLinesThatAnotherNodeWrites() throws InterruptedException {
        try (var follower = logs.follow(7, "job", 1, Optional.empty())) {
            assertThat(follower.next(Duration.ofMillis(1))).isEmpty();
            try (var elsewhere = logs(LogLimits.standard())) {
                elsewhere.open(key("b")).append(LogStream.OUT, "from afar");
            }
            assertThat(follower.next(Duration.ofMillis(1))).extracting(LogLine::text).containsExactly("from afar");
        }
    }
}
