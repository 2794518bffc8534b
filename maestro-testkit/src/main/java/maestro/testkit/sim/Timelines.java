package maestro.testkit.sim;

import java.util.List;
import maestro.model.run.TimelineEvent;

/** Timelines as texts. */
final class Timelines {
    private Timelines() {}

    static List<String> texts(List<TimelineEvent> timeline) {
        return timeline.stream()
                .map(entry -> switch (entry) {
                    case TimelineEvent.Log log -> log.message();
                    case TimelineEvent.Details details -> details.message();
                    case TimelineEvent other -> other.toString();
                })
                .toList();
    }
}
