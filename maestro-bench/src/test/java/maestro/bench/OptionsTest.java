package maestro.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void scenariosKeepTheirOrderBetweenOptions() {
        var options = Options.parse("--engine", "warmup", "--runs", "20", "chain:100");

        assertThat(options.scenarios()).containsExactly("warmup", "chain:100");
        assertThat(options.engine()).isTrue();
        assertThat(options.runs()).isEqualTo(20);
        assertThat(options.clients()).isEqualTo(8);
    }

    @Test
    void aDatabaseHasAUserAndAPassword() {
        var options = Options.parse("--database-url", "jdbc:x", "--user", "amy", "--password", "s3cret", "start");
        assertThat(options.user()).isEqualTo("amy");
        assertThat(options.password()).isEqualTo("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--runs 20", "--sideways 3 start", "--pass x start", "start --runs", "start --runs many"})
    void whatCannotBeUnderstoodIsRefused(String line) {
        var words = line.isEmpty() ? new String[0] : line.split(" ");

        assertThatThrownBy(() -> Options.parse(words)).isInstanceOf(IllegalArgumentException.class);
    }
}
