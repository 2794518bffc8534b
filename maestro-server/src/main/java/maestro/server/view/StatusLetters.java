package maestro.server.view;

import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;

/** One letter for each status, where many are told in one text. They are API: add to them, never change one. */
public final class StatusLetters {
    private StatusLetters() {}

    public static char of(InstanceStatus status) {
        return switch (status) {
            case CREATED -> 'C';
            case IN_PROGRESS -> 'R';
            case PAUSED -> 'P';
            case TIMED_OUT -> 'T';
            case STOPPED -> 'X';
            case FAILED -> 'F';
            case SUCCEEDED -> 'S';
        };
    }

    public static char of(StepStatus status) {
        return switch (status) {
            case NOT_CREATED -> '.';
            case CREATED -> 'C';
            case INITIALIZED -> 'I';
            case PAUSED -> 'P';
            case WAITING_FOR_SIGNALS -> 'G';
            case EVALUATING_PARAMS -> 'E';
            case WAITING_FOR_PERMITS -> 'M';
            case STARTING -> 'A';
            case RUNNING -> 'R';
            case FINISHING -> 'H';
            case DISABLED -> 'D';
            case UNSATISFIED -> 'U';
            case SKIPPED -> 'K';
            case SUCCEEDED -> 'S';
            case COMPLETED_WITH_ERROR -> 'W';
            case USER_FAILED -> 'u';
            case PLATFORM_FAILED -> 'p';
            case TIMEOUT_FAILED -> 't';
            case FATALLY_FAILED -> 'F';
            case INTERNALLY_FAILED -> 'N';
            case STOPPED -> 'X';
            case TIMED_OUT -> 'T';
        };
    }
}
