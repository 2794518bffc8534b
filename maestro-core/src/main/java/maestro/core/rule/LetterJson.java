package maestro.core.rule;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import maestro.core.permit.TagLetter;
import maestro.core.row.ParentRef;
import maestro.core.row.RestartJson;
import maestro.core.row.StoredJson;
import maestro.core.signal.Listener;
import maestro.core.signal.SignalLetter;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import maestro.model.json.TagJson;
import maestro.model.param.ParamJson;
import maestro.model.run.Initiator;
import maestro.model.run.InstanceStatus;
import maestro.model.run.RunPolicy;
import maestro.model.signal.SignalInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Letters as versioned JSON; unknown fields are skipped, unknown kinds refused (fault 9). */
public final class LetterJson {
    private static final int VERSION = 1;

    private LetterJson() {}

    public static String write(Letter letter) {
        var json = Json.object().put("v", VERSION).put("to", letter.home().text());
        switch (letter) {
            case Letter.StartChild start -> {
                json.put("kind", "start").put("version", start.selector()).put("uuid", start.uuid());
                json.set("parent", start.parent().toJson());
                json.set("by", start.initiator().toJson());
                json.set("tags", TagJson.toJson(start.tags()));
                json.put("corr", start.correlationId());
                start.instanceStepConcurrency().ifPresent(limit -> json.put("isc", limit));
                json.put("group", start.groupInfo());
                json.set("params", ParamJson.toJson(start.params()));
                start.again().ifPresent(again -> json.set("again", again(again)));
            }
            case Letter.ChildStarted started -> {
                json.put("kind", "started")
                        .put("child", started.childId())
                        .put("version", started.version())
                        .put("instance", started.instanceId())
                        .put("run", started.runId())
                        .put("uuid", started.uuid());
                json.set("parent", started.parent().toJson());
            }
            case Letter.ChildRefused refused -> {
                json.put("kind", "refused").put("code", refused.code()).put("message", refused.message());
                json.set("parent", refused.parent().toJson());
            }
            case Letter.ChildEnded ended -> {
                json.put("kind", "ended")
                        .put("uuid", ended.uuid())
                        .put("status", ended.status().name())
                        .put("overview", ended.overview());
                json.set("parent", ended.parent().toJson());
            }
            case Letter.StopChild stop ->
                json.put("kind", "stop")
                        .put("instance", stop.instanceId())
                        .put("uuid", stop.uuid())
                        .put("user", stop.user())
                        .put("why", stop.reason());
            case Letter.ToSignal(var name, var said) -> {
                json.put("kind", "signal").put("name", name);
                json.set("letter", said.toJson());
            }
            case Letter.ToTag(var tag, var said) -> {
                json.put("kind", "tag").put("tag", tag);
                json.set("letter", said.toJson());
            }
            case Letter.Granted granted -> tag(json.put("kind", "granted"), granted);
            case Letter.Queued queued -> tag(json.put("kind", "queued"), queued);
            case Letter.Matched(var place, var seq, var params) -> {
                json.put("kind", "matched").put("seq", seq).set("place", place.toJson());
                json.set("params", Json.node(params));
            }
            case Letter.Announced(var place, var seq, var at) ->
                json.put("kind", "announced").put("seq", seq).put("at", at).set("place", place.toJson());
            case Letter.Seen(_, var uuid, var signal, var seq, var params) -> {
                json.put("kind", "seen").put("uuid", uuid).put("signal", signal).put("seq", seq);
                json.set("params", Json.node(params));
            }
        }
        return Json.text(json);
    }

    private static void tag(ObjectNode json, Letter.OfTag said) {
        json.put("run", said.runKey()).put("step", said.ordinal()).put("uuid", said.uuid().toString());
        json.put("tag", said.tag());
        if (said.insists()) {
            json.put("insists", true);
        }
    }

    /** @throws MaestroException UNPROCESSABLE_ENTITY for what this version cannot read */
    public static Letter read(String payload) {
        try {
            return read(StoredJson.parse(payload));
        } catch (MaestroException known) {
            throw known;
        } catch (RuntimeException unreadable) {
            throw new MaestroException(
                    Code.UNPROCESSABLE_ENTITY,
                    "A message between shards cannot be read: " + unreadable.getMessage(),
                    List.of(),
                    unreadable);
        }
    }

    private static Letter read(JsonNode json) {
        String to = json.get("to").stringValue();
        return switch (json.get("kind").stringValue()) {
            case "start" ->
                new Letter.StartChild(
                        to,
                        json.get("version").stringValue(),
                        json.get("uuid").stringValue(),
                        ParentRef.fromJson(json.get("parent")),
                        Initiator.fromJson(json.get("by")),
                        TagJson.tags(json.get("tags"), "tags"),
                        json.get("corr").stringValue(),
                        Optional.ofNullable(json.get("isc")).map(JsonNode::intValue),
                        json.path("group").longValue(0),
                        ParamJson.definitions(json.get("params"), "params"),
                        Optional.ofNullable(json.get("again")).map(LetterJson::again));
            case "started" ->
                new Letter.ChildStarted(
                        to,
                        ParentRef.fromJson(json.get("parent")),
                        json.get("child").stringValue(),
                        json.get("version").longValue(),
                        json.get("instance").longValue(),
                        json.get("run").longValue(),
                        json.get("uuid").stringValue());
            case "refused" ->
                new Letter.ChildRefused(
                        to,
                        ParentRef.fromJson(json.get("parent")),
                        json.get("code").stringValue(),
                        json.get("message").stringValue());
            case "ended" ->
                new Letter.ChildEnded(
                        to,
                        ParentRef.fromJson(json.get("parent")),
                        json.get("uuid").stringValue(),
                        InstanceStatus.valueOf(json.get("status").stringValue()),
                        json.get("overview").stringValue());
            case "stop" ->
                new Letter.StopChild(
                        to,
                        json.get("instance").longValue(),
                        json.get("uuid").stringValue(),
                        json.get("user").stringValue(),
                        json.get("why").stringValue());
            case "signal" -> {
                String name = json.get("name").stringValue();
                yield new Letter.ToSignal(name, SignalLetter.fromJson(name, json.get("letter")));
            }
            case "tag" ->
                new Letter.ToTag(json.get("tag").stringValue(), TagLetter.fromJson(json.get("letter")));
            case "granted" -> new Letter.Granted(
                    to,
                    json.get("run").longValue(),
                    json.get("step").intValue(),
                    UUID.fromString(json.get("uuid").stringValue()),
                    json.get("tag").stringValue(),
                    json.path("insists").booleanValue(false));
            case "queued" -> new Letter.Queued(
                    to,
                    json.get("run").longValue(),
                    json.get("step").intValue(),
                    UUID.fromString(json.get("uuid").stringValue()),
                    json.get("tag").stringValue(),
                    json.path("insists").booleanValue(false));
            case "matched" -> new Letter.Matched(
                    place(json), json.get("seq").longValue(), SignalInstance.params(json.get("params")));
            case "announced" -> new Letter.Announced(place(json), json.get("seq").longValue(), json.get("at").longValue());
            case "seen" -> new Letter.Seen(
                    to,
                    json.get("uuid").stringValue(),
                    json.get("signal").stringValue(),
                    json.get("seq").longValue(),
                    SignalInstance.params(json.get("params")));
            default -> throw new IllegalArgumentException("unknown kind " + json.get("kind"));
        };
    }

    private static Listener.Step place(JsonNode json) {
        return (Listener.Step) Listener.fromJson(json.get("place"));
    }

    private static ObjectNode again(Letter.StartChild.Again again) {
        var json = Json.object()
                .put("instance", again.instanceId())
                .put("policy", again.policy().name());
        again.config().ifPresent(config -> json.set("config", RestartJson.config(config)));
        return json;
    }

    private static Letter.StartChild.Again again(JsonNode json) {
        return new Letter.StartChild.Again(
                json.get("instance").longValue(),
                RunPolicy.valueOf(json.get("policy").stringValue()),
                Optional.ofNullable(json.get("config")).map(RestartJson::config));
    }
}
