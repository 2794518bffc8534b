package maestro.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nodes believe of each other's calls. */
class ClusterKeyTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final byte[] BODY = "{}".getBytes(UTF_8);

    private static ClusterKey key(Instant now) {
        return new ClusterKey("a secret of this test", InstantSource.fixed(now));
    }

    private static ClusterKey.Word word(String target) {
        return new ClusterKey.Word("node-1", "POST", target, "amy", BODY);
    }

    private static Optional<String> signer(ClusterKey key, String header, String target) {
        return key.signer(header, "POST", target, "amy", BODY);
    }

    @Test
    void aCallThatIsSentAgainByWhoReadTheNetworkIsRefused() {
        var receiver = key(NOON);
        String header = key(NOON).sign(word("/a"));
        assertThat(signer(receiver, header, "/a")).contains("node-1");
        assertThat(signer(receiver, header, "/a")).isEmpty();
    }

    @Test
    void theSameCallManyTimesWithinAMillisecondIsBelievedEachTime() {
        var sender = key(NOON);
        var receiver = key(NOON);
        var headers = new ArrayList<String>();
        for (int i = 0; i < 100; i++) {
            headers.add(sender.sign(word("/a")));
            headers.add(sender.sign(word("/b" + i)));
        }
        assertThat(new HashSet<>(headers)).hasSize(200);
        for (int i = 0; i < 200; i += 2) {
            assertThat(signer(receiver, headers.get(i), "/a")).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, true", "899, true", "-899, true", "901, false", "-901, false"})
    void clocksMayDifferByAQuarterOfAnHour(long seconds, boolean believed) {
        String header = key(NOON.plusSeconds(seconds)).sign(word("/a"));
        assertThat(signer(key(NOON), header, "/a").isPresent()).isEqualTo(believed);
    }

    @ParameterizedTest
    @CsvSource({"/b, 0", "/a, 1"})
    void anotherCallOrTimeIsNotWhatWasSigned(String target, int later) {
        String[] parts = key(NOON).sign(word("/a")).split(" ");
        String header = parts[0] + " " + (Long.parseLong(parts[1]) + later) + " " + parts[2];
        assertThat(signer(key(NOON), header, target)).isEmpty();
    }

    /** What is forgotten for want of room counts as used, so that a flood makes no replay possible. */
    @Test
    void whatIsOlderThanWhatWasForgottenIsRefused() {
        var seen = new SeenSignatures(2);
        for (long at = 10; at < 13; at++) {
            assertThat(seen.first("n", at, mac(at), 0)).isTrue();
        }
        assertThat(seen.first("n", 10, mac(10), 0)).isFalse();
        assertThat(seen.first("n", 9, mac(9), 0)).isFalse();
        assertThat(seen.first("n", 11, mac(11), 0)).isFalse();
        assertThat(seen.first("n", 11, mac(7), 0)).isTrue();
        assertThat(seen.first("other", 9, mac(9), 0)).isTrue();
    }

    private static byte[] mac(long number) {
        return ByteBuffer.allocate(32).putLong(number).array();
    }
}
