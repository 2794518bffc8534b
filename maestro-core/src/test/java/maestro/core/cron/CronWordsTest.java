package maestro.core.cron;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            30 2 * * *         | At 02:30
            30 2 * * 1-5       | At 02:30, on Monday to Friday
            0 0 * * 0,SAT      | At 00:00, on Sunday and Saturday
            0 0 * * 7          | At 00:00, on Sunday
            */15 * * * *       | Every 15 minutes of every hour
            0 */6 * * *        | Minute 0 of every 6 hours
            5,35 8-18 * * *    | Minute 5 and 35 of hour 8 to 18
            0 0 1 1 *          | At 00:00, on day 1, in January
            0 0 13 * 5         | At 00:00, on day 13 or on Friday
            0 30 2 ? * MON     | At 02:30, on Monday
            0 0 12 L * ?       | At 12:00, on the last day of the month
            0 0 12 ? * 6#3     | At 12:00, on Friday number 3 of the month
            0 0 12 ? * 6L 2027 | At 12:00, on the last Friday of the month, in the year 2027
            15 0 12 15W * ?    | At 12:00:15, on the working day nearest to day 15
            """)
    void aCronIsSaidInWords(String cron, String words) {
        assertThat(Cron.of(cron)).isNotNull();
        assertThat(CronWords.of(cron)).isEqualTo(words);
    }
}
