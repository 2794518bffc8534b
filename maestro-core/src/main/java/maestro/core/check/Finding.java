package maestro.core.check;

import java.util.Optional;
import maestro.model.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * One mistake, or what looks like one.
 *
 * @param path of the text in the create request, such as {@code workflow.steps[2].step.params.x.expression}
 * @param line in that text, from 1; 0: the text as a whole
 * @param column in that line, from 1; 0: the text as a whole
 * @param suggestion what was meant, perhaps
 */
public record Finding(
        Severity severity, Kind kind, String path, int line, int column, String message, Optional<String> suggestion) {
    /** An error is what the dry run refuses; a warning is accepted and stored, and fails, or may fail, when it runs. */
    public enum Severity { ERROR, WARNING }

    /** Stable codes. */
    public enum Kind {
        PARSE_ERROR, UNKNOWN_NAME, UNKNOWN_STEP, UNKNOWN_PARAM, UNKNOWN_FUNCTION, UNREACHABLE_STEP, WRONG_TYPE,
        NOT_BOOLEAN, ALWAYS_FALSE, CYCLE, MERGE_REFUSED, UNKNOWN_WORKFLOW,
        /** A key that means nothing here, or something else than its name says. */
        UNKNOWN_KEY,
        /** A param that nothing in the definition reads. */
        UNREAD_PARAM,
        /** A value that its reader does not take, or takes for something else. */
        WRONG_VALUE,
        /** Params that reach a script under one name. */
        SAME_VARIABLE,
        /** A loop whose param no step sets. */
        NEVER_SET,
        /** A script that cannot run as it is written. */
        SCRIPT
    }

    static Finding of(Severity severity, Kind kind, String path, String message) {
        return new Finding(severity, kind, path, 0, 0, message, Optional.empty());
    }

    public ObjectNode toJson() {
        var json = Json.object();
        json.put("severity", severity.name());
        json.put("code", kind.name());
        json.put("path", path);
        if (line > 0) json.put("line", line).put("column", column);
        json.put("message", message);
        suggestion.ifPresent(text -> json.put("suggestion", text));
        return json;
    }

    /** One line for people. */
    public String text() {
        var place = line > 0 ? " line " + line + ", column " + column : "";
        return path + place + ": " + message + suggestion.map(text -> "; did you mean " + text + "?").orElse("");
    }
}
