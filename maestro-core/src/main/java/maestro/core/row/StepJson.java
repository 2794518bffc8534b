package maestro.core.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import maestro.core.param.ParamStore;
import maestro.core.param.UsualStepParams;
import maestro.core.permit.Claims;
import maestro.core.retry.BackoffSpec;
import maestro.core.retry.RetrySpec;
import maestro.core.retry.RetryState;
import maestro.core.wait.Dependencies;
import maestro.core.wait.Outputs;
import maestro.model.json.Json;
import maestro.model.param.Param;
import maestro.model.run.StepStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How an attempt's detail is stored: JSON with short keys; what has its default is left out. */
final class StepJson {
    private StepJson() {}

    private static final String USUAL = "=";
    private static final Set<String> NAMES = Set.of("t", "sat", "cond", "retry", "tmo", "again", "key", "save", "order",
            "end", "restart", "art", "log", "tags", "child", "deps", "outs", "claims");

    static byte[] bytes(StepDetail detail, String stepId, int attempt, UUID uuid) {
        var json = Json.object();
        long create = detail.times().create();
        // Without times: satisfied, and all in one moment.
        if (!detail.times().equals(StepTimes.atOnce(create)) || !detail.satisfied().equals(Optional.of(true))) {
            times(json, detail.times());
            detail.satisfied().ifPresent(yes -> json.put("sat", yes));
        }
        if (!detail.conditions().isEmpty()) {
            var text = new StringBuilder();
            detail.conditions().forEach(yes -> text.append(yes ? '1' : '0'));
            json.put("cond", text.toString());
        }
        retry(json, detail.retry());
        put(json, "tmo", detail.timeoutMillis());
        put(json, "again", detail.retryAtMillis());
        put(json, "key", detail.attemptKey());
        put(json, "save", detail.checkpoint());
        detail.order().ifPresent(order -> json.set("order", RunJson.order(order)));
        detail.ending().ifPresent(ending -> json.put("end", ending.name()));
        detail.restart().ifPresent(restart -> json.set("restart", RestartJson.config(restart)));
        RunJson.artifacts(json, detail.artifacts());
        RunJson.timeline(json, detail.timeline());
        RunJson.tags(json, "tags", detail.templateTags());
        detail.earlierChild().ifPresent(child -> json.set("child", Json.node(child.toPlain())));
        if (!detail.dependencies().isEmpty()) {
            json.set("deps", detail.dependencies().toJson());
        }
        if (!detail.outputs().equals(Outputs.NONE)) {
            json.set("outs", detail.outputs().toJson());
        }
        if (!detail.claims().equals(Claims.NONE)) {
            json.set("claims", detail.claims().toJson());
        }
        detail.later().into(json);
        var usual = UsualStepParams.instanceId(detail.params(), stepId, attempt, uuid, create);
        String params = usual.isPresent()
                ? USUAL + usual.getAsLong()
                : detail.params().isEmpty() ? "" : ParamStore.encode(detail.params());
        return new StoredJson.WithText(json, params).write();
    }

    static StepDetail detail(StepRow row) {
        var stored = StoredJson.WithText.read(row.detail());
        var json = stored.json();
        boolean atOnce = !json.has("t");
        return new StepDetail(
                atOnce ? StepTimes.atOnce(row.createMillis()) : times(json.get("t")),
                atOnce ? Optional.of(true) : Optional.ofNullable(json.get("sat")).map(JsonNode::booleanValue),
                params(stored.text(), row),
                conditions(json.path("cond").stringValue("")),
                retry(json.get("retry")),
                json.path("tmo").longValue(0),
                json.path("again").longValue(0),
                json.path("key").stringValue(""),
                json.path("save").stringValue(""),
                Optional.ofNullable(json.get("order")).map(RunJson::order),
                Optional.ofNullable(json.get("end")).map(ending -> StepStatus.valueOf(ending.stringValue())),
                Optional.ofNullable(json.get("restart")).map(RestartJson::config),
                RunJson.artifacts(json.get("art")),
                RunJson.timeline(json.get("log")),
                RunJson.tags(json.get("tags")),
                Optional.ofNullable(json.get("child")).map(Json::plainMap).map(ChildState::fromPlain),
                Dependencies.fromJson(json.get("deps")),
                Outputs.fromJson(json.get("outs")),
                Claims.fromJson(json.get("claims")),
                Later.of(json, NAMES));
    }

    private static Map<String, Param> params(String text, StepRow row) {
        if (text.startsWith(USUAL)) {
            long instanceId = Long.parseLong(text.substring(USUAL.length()));
            return UsualStepParams.of(instanceId, row.stepId(), row.attempt(), row.uuid(), row.createMillis());
        }
        return text.isEmpty() ? Map.of() : ParamStore.decode(text);
    }

    private static void put(ObjectNode json, String key, long value) {
        if (value != 0) {
            json.put(key, value);
        }
    }

    private static void put(ObjectNode json, String key, String value) {
        if (!value.isEmpty()) {
            json.put(key, value);
        }
    }

    private static final long NOT_REACHED = -1;

    /**
     * The first time in full, the others as differences to it, so that the usual row is short. A clock that went back
     * makes differences below zero; they are one lower, to leave -1 its meaning.
     */
    private static void times(ObjectNode json, StepTimes times) {
        var array = json.putArray("t");
        array.add(times.create());
        for (long time : new long[] {
            times.initialize(),
            times.pause(),
            times.waitSignal(),
            times.evaluateParam(),
            times.waitPermit(),
            times.start(),
            times.execute(),
            times.finish(),
            times.end(),
            times.modify()
        }) {
            array.add(difference(time, times.create()));
        }
    }

    private static long difference(long time, long base) {
        if (time == 0) {
            return NOT_REACHED;
        }
        return time < base ? time - base - 1 : time - base;
    }

    private static long time(long difference, long base) {
        if (difference == NOT_REACHED) {
            return 0;
        }
        return difference < 0 ? base + difference + 1 : base + difference;
    }

    private static StepTimes times(JsonNode array) {
        long base = array.get(0).longValue();
        var times = new long[11];
        times[0] = base;
        for (int i = 1; i < times.length; i++) {
            times[i] = time(array.get(i).longValue(), base);
        }
        return new StepTimes(
                times[0], times[1], times[2], times[3], times[4], times[5], times[6], times[7], times[8], times[9],
                times[10]);
    }

    private static List<Boolean> conditions(String text) {
        var conditions = new ArrayList<Boolean>(text.length());
        for (int i = 0; i < text.length(); i++) {
            conditions.add(text.charAt(i) == '1');
        }
        return List.copyOf(conditions);
    }

    private static void retry(ObjectNode json, RetryState retry) {
        if (retry.equals(RetryState.FRESH)) {
            return;
        }
        var stored = json.putObject("retry");
        put(stored, "u", retry.user());
        put(stored, "p", retry.platform());
        put(stored, "t", retry.timeout());
        put(stored, "m", retry.manual());
        if (!retry.retryable()) {
            stored.put("no", true);
        }
        var spec = retry.spec();
        if (!spec.equals(RetrySpec.DEFAULT)) {
            stored.putArray("limits").add(spec.userLimit()).add(spec.platformLimit()).add(spec.timeoutLimit());
            if (!spec.backoff().equals(BackoffSpec.DEFAULT)) {
                stored.put("exp", spec.backoff().exponential());
                byClass(stored, "base", spec.backoff().base());
                byClass(stored, "exponent", spec.backoff().exponent());
                byClass(stored, "limit", spec.backoff().limit());
            }
        }
    }

    private static void byClass(ObjectNode json, String key, BackoffSpec.ByClass numbers) {
        json.putArray(key).add(numbers.user()).add(numbers.platform()).add(numbers.timeout());
    }

    private static RetryState retry(JsonNode json) {
        if (json == null) {
            return RetryState.FRESH;
        }
        return new RetryState(
                json.path("u").longValue(0),
                json.path("p").longValue(0),
                json.path("t").longValue(0),
                json.path("m").longValue(0),
                !json.path("no").booleanValue(false),
                spec(json));
    }

    private static RetrySpec spec(JsonNode json) {
        var limits = json.get("limits");
        if (limits == null) {
            return RetrySpec.DEFAULT;
        }
        var backoff = json.has("exp")
                ? new BackoffSpec(
                        json.get("exp").booleanValue(),
                        byClass(json.get("base")),
                        byClass(json.get("exponent")),
                        byClass(json.get("limit")))
                : BackoffSpec.DEFAULT;
        return new RetrySpec(
                limits.get(0).longValue(), limits.get(1).longValue(), limits.get(2).longValue(), backoff);
    }

    private static BackoffSpec.ByClass byClass(JsonNode json) {
        return new BackoffSpec.ByClass(
                json.get(0).longValue(), json.get(1).longValue(), json.get(2).longValue());
    }
}
