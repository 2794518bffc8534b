package maestro.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.function.Consumer;

/** Server-sent events as the WHATWG specification frames them. */
final class Sse {
    /** @param id the last id seen so far, empty when there was none */
    record Event(String id, String name, String data) {}

    private Sse() {}

    /** Hands on events until the stream ends; an event cut off by the end is dropped. */
    static void read(InputStream in, Consumer<Event> events) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(in, UTF_8));
        var id = "";
        var name = "";
        var data = new StringBuilder();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) events.accept(new Event(id, name, data.substring(0, data.length() - 1)));
                name = "";
                data.setLength(0);
                continue;
            }
            int colon = line.indexOf(':');
            var field = colon < 0 ? line : line.substring(0, colon);
            var value = colon < 0 ? "" : line.substring(line.startsWith(" ", colon + 1) ? colon + 2 : colon + 1);
            switch (field) {
                case "id" -> id = value;
                case "event" -> name = value;
                case "data" -> data.append(value).append('\n');
                default -> { } // comments and retry hints
            }
        }
    }
}
