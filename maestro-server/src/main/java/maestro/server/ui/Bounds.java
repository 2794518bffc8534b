package maestro.server.ui;

import maestro.model.MaestroException;
import maestro.server.http.Call;

/** Query parameters that are numbers within bounds. */
final class Bounds {
    private Bounds() {}

    /** @throws MaestroException 400 that names the parameter and its bounds */
    static long number(Call call, String name, long lowest, long highest, long otherwise) {
        long value = call.queryNumber(name).orElse(otherwise);
        if (value < lowest || value > highest)
            throw MaestroException.badRequest("'" + name + "' must be from " + lowest + " to " + highest + ", not " + value);
        return value;
    }

    /** @throws MaestroException 400 that names the parameter and its bounds */
    static int small(Call call, String name, int lowest, int highest, int otherwise) {
        return (int) number(call, name, lowest, highest, otherwise);
    }
}
