package maestro.core.wait;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.param.SignalFacts;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import maestro.model.run.TimelineEvent;
import maestro.model.signal.SignalCondition;
import maestro.model.signal.SignalInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * All signals that a step waits for, in the order of its definition. They stay with the step over its attempts and restarts:
 * what matched once is matched. Immutable.
 *
 * @param info who bypassed the wait
 */
public record Dependencies(List<Dependency> all, Optional<TimelineEvent> info) {
    public static final Dependencies NONE = new Dependencies(List.of(), Optional.empty());

    public Dependencies {
        all = List.copyOf(all);
    }

    public static Dependencies of(List<Dependency> all) {
        return new Dependencies(all, Optional.empty());
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public boolean done() {
        return all.stream().allMatch(Dependency::done);
    }

    public Dependencies matched(int index, long seq, Map<String, Object> params) {
        var changed = new ArrayList<>(all);
        changed.set(index, all.get(index).matched(seq, params));
        return new Dependencies(changed, info);
    }

    /** What is open is not waited for any more. */
    public Dependencies skipped(TimelineEvent why) {
        return new Dependencies(
                all.stream().map(each -> each.done() ? each : each.skipped()).toList(), Optional.of(why));
    }

    /** What params may read of the instances that matched, besides what else they know of signals. */
    public SignalFacts over(SignalFacts others) {
        return new SignalFacts() {
            @Override
            public Object ofTrigger(String name) {
                return others.ofTrigger(name);
            }

            @Override
            public Object ofSignal(String signal, String name) {
                return others.ofSignal(signal, name);
            }

            @Override
            public Object ofDependency(int index, String name) {
                var value = index < 0 || index >= all.size() ? null : all.get(index).params().get(name);
                if (value == null) {
                    throw MaestroException.badRequest(index < 0 || index >= all.size()
                            ? "the step has no signal dependency [" + index + "]"
                            : "the instance that matched signal dependency [" + index + "] has no param [" + name
                                    + "]");
                }
                return value;
            }
        };
    }

    /** As clients see it. */
    public ObjectNode shown() {
        var json = Json.object();
        var list = json.putArray("dependencies");
        for (var dependency : all) {
            var each = list.addObject().put("name", dependency.name()).put("status", dependency.status().name());
            if (!dependency.conditions().isEmpty()) {
                var params = each.putObject("match_params");
                dependency.conditions().forEach(condition -> {
                    var match = params.putObject(condition.param());
                    match.set("value", Json.node(condition.value()));
                    match.put("operator", condition.operator().code());
                });
            }
            if (dependency.seq() > 0) {
                each.put("signal_id", dependency.seq());
            }
        }
        info.ifPresent(entry -> json.set("info", entry.toJson()));
        return json;
    }

    /** As stored. */
    public ObjectNode toJson() {
        var json = Json.object();
        var list = json.putArray("all");
        for (var dependency : all) {
            var each = list.addObject().put("n", dependency.name());
            if (!dependency.conditions().isEmpty()) {
                each.set("if", SignalCondition.toJson(dependency.conditions()));
            }
            if (dependency.done()) {
                each.put("s", dependency.status().name());
            }
            if (dependency.seq() > 0) {
                each.put("seq", dependency.seq());
            }
            if (!dependency.params().isEmpty()) {
                each.set("p", Json.node(dependency.params()));
            }
        }
        info.ifPresent(entry -> json.set("info", entry.toJson()));
        return json;
    }

    /** @param json what {@link #toJson} wrote, or null: none */
    public static Dependencies fromJson(JsonNode json) {
        if (json == null) {
            return NONE;
        }
        var all = new ArrayList<Dependency>();
        for (var each : json.get("all")) {
            all.add(new Dependency(
                    each.get("n").stringValue(),
                    SignalCondition.fromJson(each.path("if")),
                    Dependency.Status.valueOf(each.path("s").stringValue(Dependency.Status.PENDING.name())),
                    each.path("seq").longValue(0),
                    SignalInstance.params(each.get("p"))));
        }
        return new Dependencies(all, Optional.ofNullable(json.get("info")).map(TimelineEvent::fromJson));
    }
}
