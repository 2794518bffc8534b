package maestro.core.row;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import maestro.core.param.ParamStore;
import maestro.model.Tag;
import maestro.model.json.Json;
import maestro.model.json.TagJson;
import maestro.model.json.UserJson;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;
import maestro.model.run.Initiator;
import maestro.model.run.InstanceStatus;
import maestro.model.run.RunPolicy;
import maestro.model.run.TimelineEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How a run's head and tail are stored: JSON with short keys; what has its default is left out. */
final class RunJson {
    private static final RunPolicy USUAL = RunPolicy.START_FRESH_NEW_RUN;

    private static final Set<String> TAIL = Set.of("on", "log", "art", "order", "rs");

    private RunJson() {}

    static byte[] bytes(RunHead head) {
        var json = Json.object();
        json.set("by", head.initiator().toJson());
        if (head.policy() != USUAL) {
            json.put("policy", head.policy().name());
        }
        definitions(json, "run", head.runParams());
        if (!head.stepRunParams().isEmpty()) {
            var steps = json.putObject("steps");
            head.stepRunParams().forEach((step, params) -> steps.set(step, ParamJson.toJson(params)));
        }
        tags(json, "tags", head.runtimeTags());
        head.correlationId().ifPresent(id -> json.put("corr", id));
        json.put("asked", head.requestMillis());
        json.set("owner", UserJson.toJson(head.owner()));
        json.put("props", head.snapshotId());
        head.alerting().ifPresent(alerting -> json.set("alert", Json.node(alerting)));
        head.stepConcurrency().ifPresent(limit -> json.put("sc", limit));
        tags(json, "ptags", head.propertyTags());
        head.instanceStepConcurrency().ifPresent(limit -> json.put("isc", limit));
        head.timeoutMillis().ifPresent(millis -> json.put("tmo", millis));
        artifacts(json, head.artifacts());
        if (head.groupInfo() != RunHead.GROUPS) {
            json.put("group", head.groupInfo());
        }
        head.failure().ifPresent(why -> json.put("fail", why));
        head.iteration().ifPresent(place -> json.putArray("loop")
                .add(place.parentKey())
                .add(place.ordinal())
                .add(place.number()));
        head.parent().ifPresent(parent -> json.set("parent", parent.toJson()));
        head.restart().ifPresent(restart -> json.set("restart", RestartJson.toJson(restart)));
        if (!head.signals().isEmpty()) {
            json.set("signals", Json.node(head.signals()));
        }
        return new StoredJson.WithText(json, ParamStore.encode(head.params())).write();
    }

    static Optional<ParentRef> parent(byte[] bytes) {
        return parent(StoredJson.WithText.read(bytes).json());
    }

    private static Optional<ParentRef> parent(JsonNode json) {
        return Optional.ofNullable(json.get("parent")).map(ParentRef::fromJson);
    }

    static RunHead head(byte[] bytes) {
        var stored = StoredJson.WithText.read(bytes);
        var json = stored.json();
        return new RunHead(
                Initiator.fromJson(json.path("by")),
                json.has("policy") ? RunPolicy.valueOf(json.get("policy").stringValue()) : USUAL,
                ParamStore.decode(stored.text()),
                definitions(json.get("run")),
                stepDefinitions(json.get("steps")),
                tags(json.get("tags")),
                text(json, "corr"),
                json.path("asked").longValue(0),
                UserJson.user(json.get("owner"), "owner"),
                json.path("props").longValue(0),
                Optional.ofNullable(json.get("alert")).map(Json::plainMap),
                integer(json, "sc"),
                tags(json.get("ptags")),
                integer(json, "isc"),
                json.has("tmo") ? OptionalLong.of(json.get("tmo").longValue()) : OptionalLong.empty(),
                artifacts(json.get("art")),
                json.path("group").longValue(RunHead.GROUPS),
                text(json, "fail"),
                Optional.ofNullable(json.get("loop")).map(RunJson::iteration),
                parent(json),
                Optional.ofNullable(json.get("restart")).map(RestartJson::restart),
                artifacts(json.get("signals")));
    }

    static byte[] bytes(RunTail tail) {
        var json = Json.object();
        if (tail.handedOver()) {
            json.put("on", true);
        }
        timeline(json, tail.timeline());
        artifacts(json, tail.artifacts());
        tail.order().ifPresent(order -> json.set("order", order(order)));
        tail.runStatus().ifPresent(status -> json.put("rs", status.name()));
        tail.later().into(json);
        return Json.bytes(json);
    }

    static RunTail tail(byte[] bytes) {
        var json = StoredJson.parse(bytes);
        return new RunTail(
                json.path("on").booleanValue(false),
                timeline(json.get("log")),
                artifacts(json.get("art")),
                Optional.ofNullable(json.get("order")).map(RunJson::order),
                text(json, "rs").map(InstanceStatus::valueOf),
                Later.of(json, TAIL));
    }

    static void timeline(ObjectNode json, List<TimelineEvent> timeline) {
        if (!timeline.isEmpty()) {
            var entries = json.putArray("log");
            timeline.forEach(entry -> entries.add(entry.toJson()));
        }
    }

    static List<TimelineEvent> timeline(JsonNode entries) {
        if (entries == null) {
            return List.of();
        }
        var timeline = new ArrayList<TimelineEvent>(entries.size());
        entries.forEach(entry -> timeline.add(TimelineEvent.fromJson(entry)));
        return List.copyOf(timeline);
    }

    static void artifacts(ObjectNode json, Map<String, Map<String, Object>> artifacts) {
        if (!artifacts.isEmpty()) {
            json.set("art", Json.node(artifacts));
        }
    }

    static Map<String, Map<String, Object>> artifacts(JsonNode json) {
        if (json == null) {
            return Map.of();
        }
        var artifacts = new LinkedHashMap<String, Map<String, Object>>();
        json.properties().forEach(entry -> artifacts.put(entry.getKey(), Json.plainMap(entry.getValue())));
        return artifacts;
    }

    static ObjectNode order(Order order) {
        return Json.object()
                .put("end", order.ending().name())
                .put("user", order.user())
                .put("why", order.reason())
                .put("wide", order.wide())
                .put("at", order.atMillis())
                .put("until", order.deadlineMillis());
    }

    static Order order(JsonNode json) {
        return new Order(
                Ending.valueOf(json.path("end").stringValue()),
                json.path("user").stringValue(""),
                json.path("why").stringValue(""),
                json.path("wide").booleanValue(false),
                json.path("at").longValue(0),
                json.path("until").longValue(0));
    }

    private static void definitions(ObjectNode json, String key, Map<String, ParamDefinition> params) {
        if (!params.isEmpty()) {
            json.set(key, ParamJson.toJson(params));
        }
    }

    private static Map<String, ParamDefinition> definitions(JsonNode json) {
        return json == null ? Map.of() : ParamJson.definitions(json, "run_params");
    }

    private static Map<String, Map<String, ParamDefinition>> stepDefinitions(JsonNode json) {
        if (json == null) {
            return Map.of();
        }
        var steps = new LinkedHashMap<String, Map<String, ParamDefinition>>();
        json.properties().forEach(entry -> steps.put(entry.getKey(), definitions(entry.getValue())));
        return steps;
    }

    static void tags(ObjectNode json, String key, List<Tag> tags) {
        if (!tags.isEmpty()) {
            json.set(key, TagJson.toJson(tags));
        }
    }

    static List<Tag> tags(JsonNode json) {
        return json == null ? List.of() : TagJson.tags(json, "tags");
    }

    private static IterationRef iteration(JsonNode json) {
        return new IterationRef(
                json.get(0).longValue(), json.get(1).intValue(), json.get(2).longValue());
    }

    private static Optional<String> text(JsonNode json, String key) {
        return Optional.ofNullable(json.get(key)).map(JsonNode::stringValue);
    }

    private static OptionalInt integer(JsonNode json, String key) {
        return json.has(key) ? OptionalInt.of(json.get(key).intValue()) : OptionalInt.empty();
    }

}
