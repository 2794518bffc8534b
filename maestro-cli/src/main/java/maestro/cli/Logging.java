package maestro.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What the server and its libraries say, one line an entry on standard error. */
final class Logging {
    private static final Logger ROOT = Logger.getLogger("");

    private Logging() {}

    /** To be called before anything logs. */
    static void atLeast(Level level) {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tF %1$tT.%1$tL %4$-7s %3$s: %5$s%6$s%n");
        ROOT.setLevel(level);
    }
}
