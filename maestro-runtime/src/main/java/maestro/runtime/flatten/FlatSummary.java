package maestro.runtime.flatten;

import java.util.Map;
import java.util.Optional;
import maestro.core.loop.Rank;
import maestro.model.run.StepStatus;

/**
 * How the iterations stand.
 *
 * @param representative the first one in the status that is worth most attention
 * @param complete whether all iterations were counted: at most {@value FlatSummary#COUNTED_MAX} are
 */
public record FlatSummary(Map<StepStatus, Long> counts, Optional<Rank> representative, boolean complete) {
    static final int COUNTED_MAX = 100_000;
    static final FlatSummary EMPTY = new FlatSummary(Map.of(), Optional.empty(), true);

    /** The higher, the more it deserves a look (events.md §6.2). */
    static int priority(StepStatus status) {
        return switch (status) {
            case SUCCEEDED -> 10;
            case UNSATISFIED -> 20;
            case NOT_CREATED -> 30;
            case DISABLED -> 40;
            case SKIPPED -> 50;
            case FINISHING -> 60;
            case STARTING -> 70;
            case INITIALIZED -> 80;
            case CREATED -> 90;
            case COMPLETED_WITH_ERROR -> 100;
            case STOPPED -> 110;
            case RUNNING -> 120;
            case WAITING_FOR_PERMITS -> 130;
            case EVALUATING_PARAMS -> 140;
            case WAITING_FOR_SIGNALS -> 150;
            case TIMED_OUT -> 160;
            case INTERNALLY_FAILED -> 170;
            case FATALLY_FAILED -> 180;
            case PLATFORM_FAILED -> 190;
            case USER_FAILED -> 200;
            case TIMEOUT_FAILED -> 201;
            case PAUSED -> 210;
        };
    }
}
