package maestro.model.run;

import java.util.List;
import java.util.Optional;
import maestro.model.User;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import maestro.model.json.UserJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An entry of a timeline (rest-api.md §18). */
public sealed interface TimelineEvent {
    /** Epoch milliseconds. */
    long timestamp();

    TimelineEvent at(long otherTimestamp);

    /** How much a log entry matters. */
    enum Level {
        TRACE, DEBUG, INFO, WARN, ERROR
    }

    record Log(long timestamp, Level level, String message) implements TimelineEvent {
        @Override
        public TimelineEvent at(long otherTimestamp) {
            return new Log(otherTimestamp, level, message);
        }
    }

    record Status(long timestamp, String status) implements TimelineEvent {
        @Override
        public TimelineEvent at(long otherTimestamp) {
            return new Status(otherTimestamp, status);
        }
    }

    /** Somebody did something, such as STOP; the names of actions are those of rest-api.md §18. */
    record Action(
            long timestamp,
            String action,
            Optional<User> author,
            Optional<String> message,
            Optional<String> reason,
            Optional<String> info)
            implements TimelineEvent {
        @Override
        public TimelineEvent at(long otherTimestamp) {
            return new Action(otherTimestamp, action, author, message, reason, info);
        }
    }

    /** What went wrong. */
    record Details(long timestamp, String status, String message, List<String> errors, boolean retryable)
            implements TimelineEvent {
        @Override
        public TimelineEvent at(long otherTimestamp) {
            return new Details(otherTimestamp, status, message, errors, retryable);
        }
    }

    /** @param info at most {@value TimelineEvent#MILESTONE_INFO_MAX} characters */
    record Milestone(
            long timestamp, String status, String milestoneType, Optional<String> sourceId, Optional<String> info)
            implements TimelineEvent {
        public Milestone {
            info = info.map(text -> text.length() <= MILESTONE_INFO_MAX ? text : text.substring(0, MILESTONE_INFO_MAX));
        }

        @Override
        public TimelineEvent at(long otherTimestamp) {
            return new Milestone(otherTimestamp, status, milestoneType, sourceId, info);
        }
    }

    int MILESTONE_INFO_MAX = 1000;

    static TimelineEvent info(long timestamp, String message) {
        return new Log(timestamp, Level.INFO, message);
    }

    static TimelineEvent warn(long timestamp, String message) {
        return new Log(timestamp, Level.WARN, message);
    }

    static TimelineEvent status(long timestamp, String status) {
        return new Status(timestamp, status);
    }

    static TimelineEvent action(long timestamp, String action, User author, String message) {
        return new Action(
                timestamp, action, Optional.of(author), Optional.of(message), Optional.empty(), Optional.empty());
    }

    static TimelineEvent details(long timestamp, String status, String message, List<String> errors) {
        return new Details(timestamp, status, message, List.copyOf(errors), false);
    }

    /** Whether both say the same, whenever they said it. */
    default boolean sameButTime(TimelineEvent other) {
        return equals(other.at(timestamp()));
    }

    default ObjectNode toJson() {
        var json = Json.object().put("timestamp", timestamp());
        switch (this) {
            case Log(_, var level, var message) ->
                json.put("type", "LOG").put("level", level.name()).put("message", message);
            case Status(_, var status) -> json.put("type", "STATUS").put("status", status);
            case Action action -> {
                json.put("type", "ACTION").put("action", action.action());
                action.author().ifPresent(author -> json.set("author", UserJson.toJson(author)));
                action.message().ifPresent(text -> json.put("message", text));
                action.reason().ifPresent(text -> json.put("reason", text));
                action.info().ifPresent(text -> json.put("info", text));
            }
            case Details(_, var status, var message, var errors, var retryable) -> {
                json.put("type", "DETAILS").put("status", status).put("message", message);
                if (!errors.isEmpty()) {
                    json.set("errors", Json.node(errors));
                }
                json.put("retryable", retryable);
            }
            case Milestone milestone -> {
                json.put("type", "MILESTONE")
                        .put("status", milestone.status())
                        .put("milestone_type", milestone.milestoneType());
                milestone.sourceId().ifPresent(id -> json.put("source_id", id));
                milestone.info().ifPresent(text -> json.put("info", text));
            }
        }
        return json;
    }

    /** The spelling of the types. */
    enum Kind {
        LOG, STATUS, ACTION, DETAILS, MILESTONE
    }

    /** Reads what {@link #toJson} wrote; unknown fields are skipped. */
    static TimelineEvent fromJson(JsonNode json) {
        var fields = Fields.of(json, "timelineEvent", true);
        long timestamp = Scalars.integer(fields.required("timestamp"), fields.at("timestamp"));
        return switch (Scalars.choice(fields.required("type"), Kind.class, fields.at("type"))) {
            case LOG ->
                new Log(
                        timestamp,
                        fields.choice("level", Level.class).orElse(Level.INFO),
                        fields.requiredText("message"));
            case STATUS -> new Status(timestamp, fields.requiredText("status"));
            case ACTION ->
                new Action(
                        timestamp,
                        fields.requiredText("action"),
                        fields.node("author").map(node -> UserJson.user(node, fields.at("author"))),
                        fields.text("message"),
                        fields.text("reason"),
                        fields.text("info"));
            case DETAILS ->
                new Details(
                        timestamp,
                        fields.text("status").orElse(""),
                        fields.text("message").orElse(""),
                        fields.texts("errors"),
                        fields.flag("retryable").orElse(false));
            case MILESTONE ->
                new Milestone(
                        timestamp,
                        fields.text("status").orElse(""),
                        fields.text("milestone_type").orElse(""),
                        fields.text("source_id"),
                        fields.text("info"));
        };
    }
}
