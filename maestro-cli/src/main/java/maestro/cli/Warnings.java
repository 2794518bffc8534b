package maestro.cli;

import tools.jackson.databind.JsonNode;

/** What a server said against a definition that it accepts. */
final class Warnings {
    private Warnings() {}

    /** One line each, beginning with a line break; nothing when there are none. */
    static String text(JsonNode answer) {
        var text = new StringBuilder();
        for (var warning : answer.path("warnings")) {
            text.append("\n  warning: ").append(warning.path("path").asString(""));
            if (warning.has("line")) {
                text.append(" line ").append(warning.path("line").asInt())
                        .append(", column ").append(warning.path("column").asInt());
            }
            text.append(": ").append(warning.path("message").asString(""));
            if (warning.has("suggestion")) {
                text.append("; did you mean ").append(warning.path("suggestion").asString("")).append('?');
            }
        }
        return text.toString();
    }
}
