package maestro.model.permit;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.run.TimelineEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How many steps with a tag may run at once, in all workflows together. Immutable.
 *
 * @param maxAllowed from 0 on; 0 lets none begin
 * @param timeline what was done to it, the oldest first, at most {@link #TIMELINE_MAX}
 * @param extras what the caller wants kept with it
 */
public record TagPermit(String tag, int maxAllowed, List<TimelineEvent> timeline, Map<String, Object> extras) {
    public static final int TIMELINE_MAX = 32;
    private static final int TAG_BYTES_MAX = 2_000;
    private static final int EXTRAS_BYTES_MAX = 64 * 1_024;
    private static final String TIMELINE = "timeline";

    public TagPermit {
        requireNonNull(tag, "tag");
        timeline = List.copyOf(timeline.subList(Math.max(0, timeline.size() - TIMELINE_MAX), timeline.size()));
        extras = Collections.unmodifiableMap(new LinkedHashMap<>(extras));
    }

    /** The body of a call that sets it. @throws MaestroException BAD_REQUEST, naming what is missing or wrong */
    public static TagPermit fromJson(JsonNode body) {
        var fields = Fields.of(body, "");
        var errors = new ArrayList<String>();
        String tag = fields.requiredText("tag", errors);
        if (bytes(tag) > TAG_BYTES_MAX || tag.indexOf('\0') >= 0) {
            errors.add("tag may have " + TAG_BYTES_MAX + " bytes, and no NUL");
        }
        int max = fields.smallInteger("max_allowed").orElse(0);
        if (max < 0) {
            errors.add("maxAllowed must be 0 or more, not " + max);
        }
        var extras = fields.rest();
        if (extras.containsKey(TIMELINE)) {
            errors.add("timeline is written by the server and cannot be given");
        }
        if (bytes(Json.text(Json.node(extras))) > EXTRAS_BYTES_MAX) {
            errors.add("the extra fields may have " + EXTRAS_BYTES_MAX + " bytes as JSON");
        }
        if (!errors.isEmpty()) {
            throw new MaestroException(
                    Code.BAD_REQUEST, "The tag permit breaks " + errors.size() + " rule(s), see 'errors'", errors);
        }
        return new TagPermit(tag, max, List.of(), extras);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** This one in the place of another, with what is told about it. */
    public TagPermit after(List<TimelineEvent> earlier, TimelineEvent entry) {
        var all = new ArrayList<>(earlier);
        all.add(entry);
        return new TagPermit(tag, maxAllowed, all, extras);
    }

    /** As clients see it, and as it is stored. */
    public ObjectNode toJson() {
        var json = Json.object().put("tag", tag).put("max_allowed", maxAllowed);
        var entries = json.putArray(TIMELINE);
        timeline.forEach(entry -> entries.add(entry.toJson()));
        extras.forEach((key, value) -> json.set(key, Json.node(value)));
        return json;
    }

    /** What {@link #toJson} wrote. */
    public static TagPermit stored(JsonNode json) {
        var extras = new LinkedHashMap<>(Json.plainMap(json));
        extras.keySet().removeAll(List.of("tag", "max_allowed", TIMELINE));
        var timeline = new ArrayList<TimelineEvent>();
        json.get(TIMELINE).forEach(entry -> timeline.add(TimelineEvent.fromJson(entry)));
        return new TagPermit(json.get("tag").stringValue(), json.get("max_allowed").intValue(), timeline, extras);
    }
}
