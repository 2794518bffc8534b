package maestro.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoadTest {
    @Test
    void itsWorkflowsArePushedAndRunToTheirEnds(@TempDir Path folder) {
        assertThatCode(() -> TrainingLoad.play(folder)).doesNotThrowAnyException();
    }
}
