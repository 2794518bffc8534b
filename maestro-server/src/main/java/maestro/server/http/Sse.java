package maestro.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes server-sent events. Used by one thread. */
public final class Sse {
    public static final String TYPE = "text/event-stream";

    private final OutputStream out;

    public Sse(OutputStream out) {
        this.out = out;
    }

    /** One event; nothing is sent before {@link #flush}. @param name empty: the default event */
    public void event(String id, String name, String data) throws IOException {
        var text = new StringBuilder(data.length() + 64);
        if (!id.isEmpty()) text.append("id: ").append(id).append('\n');
        if (!name.isEmpty()) text.append("event: ").append(name).append('\n');
        // a bare CR ends a line for readers of streams, too
        for (String line : data.split("\r\n|\r|\n", -1)) text.append("data: ").append(line).append('\n');
        write(text.append('\n').toString());
    }

    /** A comment: tells the reader that the stream lives, and us whether the reader does. */
    public void heartbeat() throws IOException {
        write(": \n\n");
        flush();
    }

    public void flush() throws IOException {
        out.flush();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
