package maestro.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import maestro.cli.Sse.Event;
import org.junit.jupiter.api.Test;

class SseTest {
    @Test
    void eventsAreFramedAsTheStandardSays() throws Exception {
        assertThat(read("""
                : a comment
                id: 1
                event: line
                data: one
                data:  two

                data:three
                retry: 5

                event: empty

                id: 9
                data: cut off""")).containsExactly(
                new Event("1", "line", "one\n two"), new Event("1", "", "three"));
    }

    @Test
    void lineEndsMayBeCarriageReturns() throws Exception {
        assertThat(read("data: a\r\n\r\ndata: é\r\r")).containsExactly(new Event("", "", "a"), new Event("", "", "é"));
    }

    private static List<Event> read(String text) throws Exception {
        var events = new ArrayList<Event>();
        Sse.read(new ByteArrayInputStream(text.getBytes(UTF_8)), events::add);
        return events;
    }
}
