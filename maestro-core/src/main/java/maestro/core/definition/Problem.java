package maestro.core.definition;

import java.util.Optional;
import maestro.core.check.Finding.Severity;
import maestro.model.json.Json;
import maestro.model.source.SourceDocument.Place;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is wrong with a definition, or looks so, and where in its file.
 *
 * @param code stable
 * @param path in the create request that the file stands for; empty: the document as a whole
 * @param place in the file
 * @param suggestion what was meant, perhaps
 */
public record Problem(
        Severity severity, String code, String path, Place place, String message, Optional<String> suggestion) {
    public boolean error() {
        return severity == Severity.ERROR;
    }

    public ObjectNode toJson() {
        var json = Json.object();
        json.put("severity", severity.name());
        json.put("code", code);
        json.put("path", path);
        json.put("written_path", place.path());
        if (place.line() > 0) json.put("line", place.line()).put("column", place.column());
        json.put("message", message);
        suggestion.ifPresent(text -> json.put("suggestion", text));
        return json;
    }

    /** One line for people: {@code file:line:column: severity: path: what [code]}. */
    public String text(String file) {
        var text = new StringBuilder(file);
        if (place.line() > 0) text.append(':').append(place.line()).append(':').append(place.column());
        text.append(": ").append(error() ? "error" : "warning").append(": ");
        if (!place.path().isEmpty()) text.append(place.path()).append(": ");
        text.append(message);
        suggestion.ifPresent(near -> text.append("; did you mean ").append(near).append('?'));
        return text.append(" [").append(code).append(']').toString();
    }
}
