package maestro.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            state | what                         | thrown
                  | no state, driver's own       | StoreUnavailable
            08006 | connection cut               | StoreUnavailable
            08001 | connection refused           | StoreUnavailable
            25006 | server is a read-only copy   | StoreUnavailable
            40001 | serialization                | StoreUnavailable
            40P01 | deadlock                     | StoreUnavailable
            53100 | disk full                    | StoreUnavailable
            53300 | too many connections         | StoreUnavailable
            57P01 | shutting down                | StoreUnavailable
            57014 | cancelled                    | StoreUnavailable
            58030 | input/output error           | StoreUnavailable
            21000 | a key twice in one batch     | RefusedRows
            54000 | index row too large          | RefusedRows
            22021 | bytes that are no text       | RefusedRows
            23505 | unique violation             | RefusedRows
            23514 | check violation              | RefusedRows
            42P01 | no such table                | RefusedRows
            """)
    void onlyWhatMayPassIsUnavailable(String state, String what, String thrown) {
        var failure = Failure.of("testing", new SQLException(what, state));
        assertThat(failure.getClass().getSimpleName()).isEqualTo(thrown);
        assertThat(failure).hasMessageContaining("testing").hasMessageContaining(what);
    }
}
