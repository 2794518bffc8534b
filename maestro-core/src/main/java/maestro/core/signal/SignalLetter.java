package maestro.core.signal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import maestro.model.json.Json;
import maestro.model.signal.SignalCondition;
import maestro.model.signal.SignalInstance;
import maestro.model.signal.SignalRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What workflows write to a signal name. */
public sealed interface SignalLetter {
    /** A step waits for an instance. */
    record Await(Listener.Step listener, List<SignalCondition> conditions) implements SignalLetter {}

    /** A trigger is in force. */
    record Subscribe(Listener.Trigger listener, List<SignalCondition> conditions) implements SignalLetter {}

    /** A listener, by its key, does not want to know any more. */
    record Forget(String listenerKey) implements SignalLetter {}

    /** A step announces. */
    record Announce(Listener.Step place, SignalRequest request) implements SignalLetter {}

    default ObjectNode toJson() {
        var json = Json.object();
        switch (this) {
            case Await(var listener, var conditions) -> {
                json.put("do", "await").set("who", listener.toJson());
                json.set("if", SignalCondition.toJson(conditions));
            }
            case Subscribe(var listener, var conditions) -> {
                json.put("do", "subscribe").set("who", listener.toJson());
                json.set("if", SignalCondition.toJson(conditions));
            }
            case Forget(var key) -> json.put("do", "forget").put("key", key);
            case Announce(var place, var request) -> {
                json.put("do", "announce").set("who", place.toJson());
                json.set("params", Json.node(request.params()));
                json.set("payload", Json.node(request.payload()));
                request.requestMillis().ifPresent(at -> json.put("at", at));
            }
        }
        return json;
    }

    /** What {@link #toJson} wrote. */
    static SignalLetter fromJson(String name, JsonNode json) {
        String kind = json.get("do").stringValue();
        return switch (kind) {
            case "await" -> new Await(step(json), SignalCondition.fromJson(json.get("if")));
            case "subscribe" -> new Subscribe(
                    (Listener.Trigger) Listener.fromJson(json.get("who")), SignalCondition.fromJson(json.get("if")));
            case "forget" -> new Forget(json.get("key").stringValue());
            case "announce" -> new Announce(
                    step(json),
                    new SignalRequest(
                            name,
                            new LinkedHashMap<>(SignalInstance.params(json.get("params"))),
                            SignalInstance.params(json.get("payload")),
                            Optional.empty(),
                            Optional.ofNullable(json.get("at")).map(JsonNode::longValue)));
            default -> throw new IllegalArgumentException("unknown letter to a signal: " + kind);
        };
    }

    private static Listener.Step step(JsonNode json) {
        return (Listener.Step) Listener.fromJson(json.get("who"));
    }
}
