package maestro.runtime.node;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import maestro.core.row.PropertiesSnapshot;
import maestro.core.row.WorkflowRow;

/** Properties in force as read from workflow rows, the most recently used ones: every start asks. Thread-safe. */
final class SnapshotCache {
    private static final int SNAPSHOTS_MAX = 2_000;

    /** By the text they were read from, so that none is ever out of date. */
    private final Map<String, PropertiesSnapshot> snapshots =
            Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, PropertiesSnapshot> eldest) {
                    return size() > SNAPSHOTS_MAX;
                }
            });

    PropertiesSnapshot of(WorkflowRow row) {
        var known = snapshots.get(row.detail());
        if (known == null) {
            known = Selectors.snapshot(row);
            snapshots.put(row.detail(), known);
        }
        return known;
    }
}
