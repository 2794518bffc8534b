package maestro.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * What the launcher runs once after a build, so that the JVM learns which classes commands need and keeps them loaded and
 * linked in a file. It only has to walk the usual paths; what it prints goes nowhere.
 */
public final class Training {
    private Training() {}

    public static void main(String[] arguments) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        var terminal = new Terminal(nowhere, nowhere, Map.of(), false, 24);
        var closedPort = "--server=http://127.0.0.1:9";
        MaestroCommand.run(terminal, "--version");
        MaestroCommand.run(terminal, "--help");
        MaestroCommand.run(terminal, "workflow", "list", closedPort);
        MaestroCommand.run(terminal, "instance", "list", "any", closedPort, "-o", "json");
        MaestroCommand.run(terminal, "completion", "bash");
        Json.pretty(Json.parse("{\"text\": [1, 2.5, true]}"));
        Yaml.print(maestro.model.json.Yaml.parse("a: [1, two]"));
    }
}
