package maestro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
    /** {@code ^} stands for escape, {@code %} for a bell. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            plain                      | plain
            Grüße 日本 🎼               | Grüße 日本 🎼
            ^[2Jgone                   | gone
            ^[1;31mred^[0m             | red
            a^]0;title%b               | ab
            a^]8;;http://x^\\link      | alink
            ^(0box                     | box
            bell%                      | bell
            open^]0;no end             | open0;no end
            """)
    void nothingInItControlsTheTerminal(String text, String shown) {
        assertThat(Printable.line(text.replace('^', '\u001b').replace('%', '\u0007'))).isEqualTo(shown);
    }

    @Test
    void aCarriageReturnEndsALineAndALineHasNone() {
        assertThat(Printable.block("10 %\r20 %\r\ndone\n")).isEqualTo("10 %\n20 %\ndone\n");
        assertThat(Printable.line("10 %\r20 %\r\ndone\n")).isEqualTo("10 % 20 % done");
        assertThat(Printable.line("a\tb")).isEqualTo("a b");
    }

    @Test
    void everyControlCharacterAndWhatTurnsTextAroundIsTakenOut() {
        for (int c = 0; c < 0x3000; c++) {
            boolean hostile = Character.isISOControl(c) || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
            if (hostile) assertThat(Printable.line("a" + (char) c + "b")).as("%x", c).matches(c == 0x1b || c == 0x9b ? "a" : "a ?b");
        }
    }
}
