package maestro.runtime.log;

import java.util.List;
import maestro.model.Code;
import maestro.model.MaestroException;

/**
 * How far a log was read.
 *
 * @param launch empty: not at all
 * @param afterFirst chunks of the launch that start after this line are wanted
 * @param line number of the last line read
 */
record LogPosition(String launch, long afterFirst, long line) {
    static final LogPosition START = new LogPosition("", 0, 0);

    /** @throws MaestroException BAD_REQUEST for text that {@link #text} did not make */
    static LogPosition parse(String text) {
        String[] parts = text.split("\\.", 3);
        try {
            if (parts.length == 3 && !parts[2].isEmpty()) {
                return new LogPosition(parts[2], Long.parseLong(parts[0]), Long.parseLong(parts[1]));
            }
        } catch (NumberFormatException e) {
            throw unknown(text, e);
        }
        throw unknown(text, null);
    }

    private static MaestroException unknown(String text, Throwable cause) {
        return new MaestroException(
                Code.BAD_REQUEST,
                "'" + (text.length() > 100 ? text.substring(0, 100) + "…" : text)
                        + "' is no position in a log; pass one that came with a line, or none to read from the start",
                List.of(),
                cause);
    }

    String text() {
        return afterFirst + "." + line + "." + launch;
    }
}
