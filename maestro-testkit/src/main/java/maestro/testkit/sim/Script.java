package maestro.testkit.sim;

import java.util.SplittableRandom;
import maestro.core.rule.Report;
import maestro.core.rule.Report.Failure;

/** How each attempt goes: decided by the seed and the attempt's name, so that a launch after a crash goes alike. */
record Script(long seed) {
    enum Outcome {
        DONE, USER, PLATFORM, FATAL, CRASH
    }

    Outcome outcome(String runUuid, String stepId, int attempt) {
        int dice = new SplittableRandom(seed * 31 + (runUuid + '/' + stepId + '/' + attempt).hashCode()).nextInt(20);
        return switch (dice) {
            case 0, 1, 2 -> Outcome.USER;
            case 3, 4 -> Outcome.PLATFORM;
            case 5 -> Outcome.FATAL;
            case 6 -> attempt == 1 ? Outcome.CRASH : Outcome.DONE;
            default -> Outcome.DONE;
        };
    }

    Report report(String runUuid, String stepId, int attempt) {
        return switch (outcome(runUuid, stepId, attempt)) {
            case DONE -> Reports.done();
            case USER -> Reports.failed(Failure.USER);
            case PLATFORM -> Reports.failed(Failure.PLATFORM);
            case FATAL -> Reports.failed(Failure.FATAL);
            case CRASH -> Reports.crashed();
        };
    }
}
