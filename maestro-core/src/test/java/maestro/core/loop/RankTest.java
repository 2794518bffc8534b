package maestro.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RankTest {
    @ParameterizedTest
    @CsvSource({
        "7,            17",
        "344,          3344",
        "3-12,         13-212",
        "344-3-23,     3344-13-223",
        "1000000000,   A1000000000",
        "12345678901,  B12345678901"
    })
    void numbersAreWrittenBehindTheirLength(String plain, String text) {
        var rank = Rank.ofPlain(plain).orElseThrow();
        assertThat(rank.text()).isEqualTo(text);
        assertThat(Rank.ofText(text)).contains(rank);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1", "21", "17-", "x7", "1x", "1-1", "307", "A123"})
    void whatIsNoRankIsRefused(String text) {
        assertThat(Rank.ofText(text)).isEmpty();
    }

    @Test
    void textsSortAsNumbers() {
        var numbers = new Random(7).longs(200, 1, 2_000_000).sorted().boxed().toList();
        assertThat(numbers.stream().map(number -> Rank.encode(List.of(number))).toList()).isSorted();
        assertThat(LongStream.rangeClosed(1, 2_000).mapToObj(Rank::encode).toList()).isSorted();
    }
}
