package maestro.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chaos checker can tell a limit that holds from one that does not. */
class ProcessJournalTest {
    private static final List<Limited> ONE_AT_A_TIME = List.of(
            Limited.each("", Path.of("unused")).getFirst());

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            spans              | most
                               | 0
            1-2                | 1
            1-2 2-3            | 1
            1-3 2-4            | 2
            1-9 2-3 4-5 4-6    | 3
            """)
    void countsWhatGoesOnAtOnce(String spans, int most) {
        var parsed = spans == null ? List.<Spans.Span>of() : Arrays.stream(spans.split(" "))
                .map(span -> span.split("-"))
                .map(ends -> new Spans.Span(Double.parseDouble(ends[0]), Double.parseDouble(ends[1])))
                .toList();
        assertThat(Spans.mostAtOnce(parsed)).isEqualTo(most);
    }

    @Test
    void twoAttemptsSideBySideAreFound() {
        assertThat(wrong("begin limited-runs a:1 1.0", "begin limited-runs b:1 1.5", "end limited-runs a:1 2.0",
                "end limited-runs b:1 2.5")).containsExactly("limited-runs: processes at once: 2 where 1 may");
    }

    @Test
    void whatANodeLeftBehindDoesNotCount_theProcessOfTheSuccessorDoes() {
        assertThat(wrong("begin limited-runs a:1 1.0", "begin limited-runs a:2 1.5", "end limited-runs a:1 2.0",
                "end limited-runs a:2 2.5", "begin limited-runs b:2 2.5", "end limited-runs b:2 3.0")).isEmpty();
        assertThat(wrong("begin limited-runs a:1 1.0", "begin limited-runs a:2 1.5", "begin limited-runs b:2 2.0",
                "end limited-runs a:2 2.5", "end limited-runs b:2 3.0")).hasSize(1);
    }

    @Test
    void anAttemptWithoutAnEndIsFound() {
        assertThat(wrong("begin limited-runs a:1 1.0"))
                .containsExactly("limited-runs: an attempt succeeded whose process did not end");
        assertThatThrownBy(() -> ProcessJournal.of(List.of("end limited-runs a:1 1.0")))
                .hasMessageContaining("never began");
    }

    @Test
    void aPermitThatNobodyGaveBackIsFound() {
        var wrong = new ArrayList<String>();
        var check = new LimitCheck(ONE_AT_A_TIME, (so, what) -> {
            if (!so) {
                wrong.add(what);
            }
        }, _ -> List.of());
        var before = List.of("begin limited-runs a:1 1.0", "end limited-runs a:1 2.0");
        check.lookForLeaks(ProcessJournal.of(before), 5);
        assertThat(wrong).containsExactly("limited-runs: in the end 0 processes ran at once where 1 may");
    }

    private static List<String> wrong(String... lines) {
        var wrong = new ArrayList<String>();
        new LimitCheck(ONE_AT_A_TIME, (so, what) -> {
            if (!so) {
                wrong.add(what);
            }
        }, _ -> List.of()).look(ProcessJournal.of(List.of(lines)));
        return wrong;
    }
}
