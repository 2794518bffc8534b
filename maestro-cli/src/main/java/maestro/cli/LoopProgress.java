package maestro.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** How far a loop is, from the artifacts of its step: "7 of 15, 2 running, 1 failed". Pure. */
final class LoopProgress {
    private LoopProgress() {}

    /** Empty for a step that is no loop, or has not begun. */
    static String of(JsonNode artifacts) {
        var foreach = artifacts.path("maestro_foreach");
        if (foreach.isObject()) return foreach(foreach);
        long last = artifacts.path("maestro_while").path("last_iteration").asLong(0);
        return last == 0 ? "" : "iteration " + last;
    }

    private static String foreach(JsonNode loop) {
        var overview = loop.path("foreach_overview");
        long failed = count(overview, List.of("FAILED", "STOPPED", "TIMED_OUT"));
        long ended = failed + count(overview, List.of("SUCCEEDED"));
        long running = count(overview, List.of("IN_PROGRESS"));
        return ended + " of " + loop.path("total_loop_count").asLong(0)
                + (running > 0 ? ", " + running + " running" : "") + (failed > 0 ? ", " + failed + " failed" : "");
    }

    private static long count(JsonNode overview, List<String> statuses) {
        return statuses.stream()
                .mapToLong(status -> overview.path("stats").path(status).asLong(0)
                        + overview.path("running_stats").path(status).asLong(0))
                .sum();
    }
}
