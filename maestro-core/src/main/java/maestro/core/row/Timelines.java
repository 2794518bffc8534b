package maestro.core.row;

import java.util.ArrayList;
import java.util.List;
import maestro.model.run.TimelineEvent;

/** Keeps a timeline short (execution.md §2.4). */
public final class Timelines {
    static final int ENTRIES_MAX = 32;

    private Timelines() {}

    /** With an entry more, unless it says what the last one says; the oldest goes when there are too many. */
    public static List<TimelineEvent> with(List<TimelineEvent> timeline, TimelineEvent entry) {
        if (!timeline.isEmpty() && timeline.getLast().sameButTime(entry)) {
            return timeline;
        }
        var longer = new ArrayList<TimelineEvent>(timeline.size() + 1);
        longer.addAll(timeline.size() < ENTRIES_MAX ? timeline : timeline.subList(1, timeline.size()));
        longer.add(entry);
        return List.copyOf(longer);
    }
}
