package maestro.sel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A short run of what the command does for long. */
class FuzzerTest {
    @Test
    void noProgramEscapesItsBudgetOrTheErrors() throws Exception {
        var defects = new ArrayList<String>();
        var corpus = new ArrayList<String>();
        for (String line : Stream.concat(ConformanceTest.conformance(), ConformanceTest.quirks()).toList())
            corpus.add((String) ((Map<?, ?>) JsonReader.read(line)).get("expr"));
        long values = Fuzzer.run(42, 15_000, corpus, (program, what) -> defects.add(program + " -> " + what));
        assertThat(defects).isEmpty();
        assertThat(values).as("programs that gave a value: the fuzzer must not only make errors").isGreaterThan(1_500);
    }
}
