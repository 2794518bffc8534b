package maestro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
    private static Terminal terminal(boolean interactive, int columns) {
        return new Terminal(System.in, System.out, System.err, Map.of("LANG", "C.UTF-8"), interactive, 24, columns);
    }

    private static Table table() {
        return new Table("ID", "STATUS", "MESSAGE")
                .row("first", "SUCCEEDED", "all of it went as it should and nobody has to do anything")
                .row("日本", "FAILED", "no");
    }

    @Test
    void wideLettersKeepTheColumnsInLine() {
        assertThat(table().text(terminal(false, 0)).lines().toList()).element(2).isEqualTo("日本   FAILED     no");
    }

    @Test
    void aNarrowWindowCutsWhatIsLongButNotIds() {
        var lines = table().text(terminal(true, 40)).lines().map(Printable::line).toList();
        assertThat(lines.get(1)).isEqualTo("first  SUCCEEDED  all of it went as it …");
        assertThat(table().text(terminal(false, 40))).contains("nobody has to do anything");
    }

    @Test
    void statusesHaveTheirColourOnATerminalOnly() {
        assertThat(table().text(terminal(true, 200))).contains("\u001b[31mFAILED");
        assertThat(table().text(terminal(false, 200))).doesNotContain("\u001b");
    }

    @Test
    void cellsTitleAndNoteControlNothing() {
        var table = new Table("A").row("\u001b[2Jx\ny").title("t\u0007").note("n\u001b[31m");
        assertThat(table.text(terminal(true, 80))).isEqualTo("t\n\nA\nx y\nn");
    }
}
