package maestro.steps.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            bash -euo pipefail      => bash|-euo|pipefail
            a   b                   => a|b
            'a b' c                 => a b|c
            "a b"c                  => a bc
            a\\ b                   => a b
            ""                      => ~~
            x '' y                  => x||y
            'it'\\''s'              => it's
            "say \\"hi\\" \\n"      => say "hi" \\n
            '$HOME `x`'             => $HOME `x`
            """)
    void splitsAsAShellDoes(String line, String words) throws AuthorError {
        assertThat(String.join("|", ShellWords.split(line))).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'open", "\"open", "end\\"})
    void refusesWhatIsNotClosed(String line) {
        assertThatThrownBy(() -> ShellWords.split(line)).isInstanceOf(AuthorError.class).hasMessageContaining(line);
    }
}
