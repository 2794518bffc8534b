package maestro.runtime.store;

import java.util.List;
import java.util.Map;
import maestro.core.row.RunRow;
import maestro.runtime.store.BriefReads.Named;

/** What pages about schedules read. Part of {@link BriefReads}: the same bounds, errors and threads. */
public interface TriggerReads {
    /** A run as triggers know it: the id of the request that started it. */
    record RunUuid(String workflowId, String uuid) {}

    /** These runs, those that exist, by the id of the request; with their labels, and neither head nor tail. */
    Map<String, RunRow> started(List<RunUuid> uuids);

    /**
     * Workflows whose active version declares time triggers, in order of their ids, whether or not they are in force.
     *
     * @param after the id behind which the page begins
     * @return at most {@code size}; looks at {@value BriefReads#SEARCHED_MAX} workflows
     */
    Named scheduled(String prefix, String after, int size);
}
