package maestro.core.diff;

import java.util.Locale;
import java.util.Optional;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One thing that two definitions say differently.
 *
 * @param place where it stands, such as {@code steps.load.params.region} or {@code steps.a -> b} for a condition
 * @param before empty: it was not there
 * @param after empty: it is there no more
 */
public record Difference(Subject subject, String place, Optional<JsonNode> before, Optional<JsonNode> after) {
    private static final int SHOWN_MAX = 100;

    /** What kind of thing. */
    public enum Subject {
        FIELD, PARAM, TAG, STEP, CONDITION, TRIGGER
    }

    /** How it differs. */
    public enum Kind {
        ADDED("+"), REMOVED("-"), CHANGED("~");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }
    }

    public Kind kind() {
        if (before.isEmpty()) {
            return Kind.ADDED;
        }
        return after.isEmpty() ? Kind.REMOVED : Kind.CHANGED;
    }

    public ObjectNode toJson() {
        var json = Json.object();
        json.put("kind", kind().name());
        json.put("subject", subject.name());
        json.put("path", place);
        before.ifPresent(value -> json.set("before", value));
        after.ifPresent(value -> json.set("after", value));
        return json;
    }

    /** One line for people. */
    public String text() {
        String line = kind().sign + " " + subject.name().toLowerCase(Locale.ROOT) + " " + place;
        return switch (kind()) {
            case ADDED -> line + ": " + shown(after.orElseThrow());
            case REMOVED -> line + ": " + shown(before.orElseThrow());
            case CHANGED -> line + ": " + shown(before.orElseThrow()) + " => " + shown(after.orElseThrow());
        };
    }

    private static String shown(JsonNode value) {
        String text = value.isString() ? value.stringValue() : Json.text(value);
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    }
}
