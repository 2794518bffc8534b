package maestro.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a server said against a definition that it accepts. */
final class Warnings {
    private Warnings() {}

    static List<String> lines(JsonNode answer) {
        return answer.path("warnings").valueStream().map(Warnings::line).toList();
    }

    private static String line(JsonNode warning) {
        var place = warning.has("line")
                ? " line " + warning.path("line").asInt() + ", column " + warning.path("column").asInt() : "";
        var meant = warning.has("suggestion")
                ? "; did you mean " + warning.path("suggestion").asString("") + "?" : "";
        return warning.path("path").asString("") + place + ": " + warning.path("message").asString("") + meant;
    }
}
