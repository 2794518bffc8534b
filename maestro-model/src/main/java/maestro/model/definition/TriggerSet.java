package maestro.model.definition;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The triggers of one definition. Each has a uuid that is a hash of what it says, so equal ones have the same in all
 * versions (triggers.md §8): the list of time triggers one, each signal trigger its own. Immutable.
 */
public record TriggerSet(List<TimeTrigger> time, List<SignalTrigger> signal) {
    public static final TriggerSet NONE = new TriggerSet(List.of(), List.of());

    public TriggerSet {
        time = List.copyOf(time);
        signal = List.copyOf(signal);
    }

    public static TriggerSet of(Workflow workflow) {
        return new TriggerSet(workflow.timeTriggers(), workflow.signalTriggers());
    }

    public boolean isEmpty() {
        return time.isEmpty() && signal.isEmpty();
    }

    /** Of the whole list of time triggers; empty: there is none. */
    public Optional<String> timeUuid() {
        return time.isEmpty() ? Optional.empty() : Optional.of(uuid(DefinitionWriter.timeTriggers(time)));
    }

    /** Signal triggers by their uuids, in order; two equal ones are one. */
    public SequencedMap<String, SignalTrigger> signalByUuid() {
        var byUuid = new LinkedHashMap<String, SignalTrigger>();
        signal.forEach(trigger ->
                byUuid.putIfAbsent(uuid(DefinitionWriter.signalTriggers(List.of(trigger)).get(0)), trigger));
        return byUuid;
    }

    /** The names of all signals that its triggers listen to. */
    public List<String> signalNames() {
        return signal.stream().flatMap(trigger -> trigger.definitions().keySet().stream()).distinct().toList();
    }

    private static String uuid(JsonNode definition) {
        return UUID.nameUUIDFromBytes(Json.text(definition).getBytes(StandardCharsets.UTF_8)).toString();
    }

    public ObjectNode toJson() {
        var json = Json.object();
        if (!time.isEmpty()) {
            json.set("time_triggers", DefinitionWriter.timeTriggers(time));
        }
        if (!signal.isEmpty()) {
            json.set("signal_triggers", DefinitionWriter.signalTriggers(signal));
        }
        return json;
    }

    /** What {@link #toJson} wrote. */
    public static TriggerSet fromJson(JsonNode json) {
        var fields = Fields.of(json, "", true);
        return new TriggerSet(
                TriggerReader.timeTriggers(fields, new ArrayList<>()), TriggerReader.signalTriggers(fields));
    }
}
