package maestro.server.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import maestro.core.row.RunRow;
import maestro.core.row.StepTimes;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.model.run.TimelineEvent;
import tools.jackson.databind.node.ArrayNode;

/** Timelines with an entry for each status and the time it was reached, sorted by time (execution.md §2.4). */
final class Enrichment {
    private Enrichment() {}

    static ArrayNode plain(List<TimelineEvent> timeline) {
        var array = Json.array();
        timeline.forEach(entry -> array.add(entry.toJson()));
        return array;
    }

    static ArrayNode of(List<TimelineEvent> stored, RunRow run) {
        var all = new ArrayList<TimelineEvent>();
        add(all, run.createMillis(), InstanceStatus.CREATED);
        add(all, run.startMillis(), InstanceStatus.IN_PROGRESS);
        var ended = new ArrayList<TimelineEvent>(stored);
        if (run.status().terminal()) add(ended, run.endMillis(), run.status());
        return sorted(ended, all);
    }

    static ArrayNode of(List<TimelineEvent> stored, StepTimes times, StepStatus status) {
        var all = new ArrayList<TimelineEvent>();
        add(all, times.create(), StepStatus.CREATED);
        add(all, times.initialize(), StepStatus.INITIALIZED);
        add(all, times.pause(), StepStatus.PAUSED);
        add(all, times.waitSignal(), StepStatus.WAITING_FOR_SIGNALS);
        add(all, times.evaluateParam(), StepStatus.EVALUATING_PARAMS);
        add(all, times.waitPermit(), StepStatus.WAITING_FOR_PERMITS);
        add(all, times.start(), StepStatus.STARTING);
        add(all, times.execute(), StepStatus.RUNNING);
        add(all, times.finish(), StepStatus.FINISHING);
        add(all, times.end(), status);
        return sorted(stored, all);
    }

    private static void add(List<TimelineEvent> all, long at, Enum<?> status) {
        if (at > 0) all.add(TimelineEvent.status(at, status.name()));
    }

    private static ArrayNode sorted(List<TimelineEvent> stored, List<TimelineEvent> all) {
        all.addAll(stored);
        all.sort(Comparator.comparingLong(TimelineEvent::timestamp)); // stable: a status stands before its log entry
        return plain(all);
    }
}
