package maestro.testkit.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import maestro.core.row.StepRow;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.runtime.store.Reads.Found;
import maestro.runtime.store.Reads.Tally;
import maestro.runtime.store.Reads.Window;

/** The iterations of loops, in memory. */
final class MemoryLoops {
    private MemoryLoops() {}

    static List<Long> iterations(MemoryTables tables, String workflowId, Window window) {
        var ids = tables.instances(workflowId).navigableKeySet();
        long start = window.cursor().orElse(window.older() ? Long.MAX_VALUE : Long.MIN_VALUE);
        var way = window.older() ? ids.headSet(start, false).descendingSet() : ids.tailSet(start, false);
        return way.stream().limit(window.size()).toList();
    }

    static List<Long> notSucceeded(MemoryTables tables, String inlineId, Window window) {
        var all = new Window(window.older(), Integer.MAX_VALUE, window.cursor());
        return iterations(tables, inlineId, all).stream()
                .filter(id -> tables.runs(inlineId, id).values().stream()
                        .anyMatch(key -> tables.runs.get(key).status() != InstanceStatus.SUCCEEDED))
                .limit(window.size())
                .toList();
    }

    static List<Found> latestAttempts(
            MemoryTables tables,
            String workflowId,
            List<Long> instanceIds,
            String stepId,
            long beforeKey,
            Set<StepStatus> statuses) {
        return instanceIds.stream()
                .sorted()
                .flatMap(id -> latest(tables, workflowId, id, stepId, beforeKey).stream())
                .filter(found -> statuses.isEmpty() || statuses.contains(found.step().status()))
                .toList();
    }

    private static Optional<Found> latest(
            MemoryTables tables, String workflowId, long instanceId, String stepId, long beforeKey) {
        return tables.runs(workflowId, instanceId).descendingMap().values().stream()
                .filter(key -> key < beforeKey)
                .flatMap(key -> tables.attempts(key)
                        .filter(row -> row.stepId().equals(stepId))
                        .reduce((_, later) -> later)
                        .stream())
                .findFirst()
                .map((StepRow row) -> new Found(tables.runs.get(row.runKey()), row));
    }

    static List<Tally> tallies(
            MemoryTables tables, List<String> workflowIds, String stepId, long beforeKey, int size) {
        var tallies = new ArrayList<Tally>();
        int left = size;
        for (int place = 0; place < workflowIds.size(); place++) {
            String id = workflowIds.get(place);
            var instances = List.copyOf(tables.instances(id).keySet());
            var counts = new EnumMap<StepStatus, TreeMap<Long, Long>>(StepStatus.class);
            for (var found : latestAttempts(tables, id, instances, stepId, beforeKey, Set.of())) {
                if (left-- > 0) {
                    counts.computeIfAbsent(found.step().status(), _ -> new TreeMap<>())
                            .put(found.run().instanceId(), 1L);
                }
            }
            int at = place;
            counts.forEach((status, numbers) ->
                    tallies.add(new Tally(at, status, numbers.size(), numbers.firstKey())));
        }
        return tallies;
    }
}
