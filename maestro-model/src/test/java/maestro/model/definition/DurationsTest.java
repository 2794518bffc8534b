package maestro.model.definition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            90, 90
            '90', 90
            45 min, 2700
            2 days 3h, 183600
            1h30min, 5400
            1H 30MIN, 5400
            1500 ms, 1
            1d1h1min1s, 90061
            000000000000000000000090, 90
            0.5h, -1
            5m, 300
            1h 30m, 5400
            30M, 1800
            PT10S, 10
            PT1H30M, 5400
            P1DT0.5S, 86400
            PT, -1
            P, -1
            PT-5S, -1
            -PT5S, -1
            pt5s, -1
            P99999999999999999999D, -1
            1  h, -1
            1h  2s, -1
            ' 5s', -1
            '5s ', -1
            h, -1
            1h 2, -1
            -5, -1
            '', -1
            """)
    void areSummed(String text, long seconds) {
        assertThat(Durations.seconds(text).orElse(-1)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            1, true, true
            10368000, true, true
            10368001, true, false
            1.5, true, true
            0.5, true, false
            -1, true, false
            1E+900, true, false
            120 days, false, true
            121 days, false, false
            0, false, false
            ${x} h, false, true
            99999999999999999999999, false, false
            999999999999999999 days 999999999999999999 days, false, false
            """)
    void areInRangeOrNot(String text, boolean number, boolean valid) {
        assertThat(Durations.problem(new DurationText(text, number)).isEmpty()).isEqualTo(valid);
    }
}
