package maestro.store;

import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;

/** The numbers that stand for statuses in the database. They never change: not an enum's order, which may. */
final class StatusCode {
    private static final InstanceStatus[] INSTANCE = new InstanceStatus[7];
    private static final StepStatus[] STEP = new StepStatus[22];

    static {
        for (var status : InstanceStatus.values()) {
            INSTANCE[of(status)] = status;
        }
        for (var status : StepStatus.values()) {
            STEP[of(status)] = status;
        }
    }

    private StatusCode() {}

    static int of(InstanceStatus status) {
        return switch (status) {
            case CREATED -> 0;
            case IN_PROGRESS -> 1;
            case PAUSED -> 2;
            case TIMED_OUT -> 3;
            case STOPPED -> 4;
            case FAILED -> 5; // also in the index run_counted
            case SUCCEEDED -> 6;
        };
    }

    static int of(StepStatus status) {
        return switch (status) {
            case NOT_CREATED -> 0;
            case CREATED -> 1;
            case INITIALIZED -> 2;
            case PAUSED -> 3;
            case WAITING_FOR_SIGNALS -> 4;
            case EVALUATING_PARAMS -> 5;
            case WAITING_FOR_PERMITS -> 6;
            case STARTING -> 7;
            case RUNNING -> 8;
            case FINISHING -> 9;
            case DISABLED -> 10;
            case UNSATISFIED -> 11;
            case SKIPPED -> 12;
            case SUCCEEDED -> 13;
            case COMPLETED_WITH_ERROR -> 14;
            case USER_FAILED -> 15;
            case PLATFORM_FAILED -> 16;
            case TIMEOUT_FAILED -> 17;
            case FATALLY_FAILED -> 18;
            case INTERNALLY_FAILED -> 19;
            case STOPPED -> 20;
            case TIMED_OUT -> 21;
        };
    }

    static InstanceStatus instance(int code) {
        return known(INSTANCE, code);
    }

    static StepStatus step(int code) {
        return known(STEP, code);
    }

    private static <T> T known(T[] statuses, int code) {
        if (code < 0 || code >= statuses.length) {
            throw new IllegalStateException("status " + code + " is not known to this version");
        }
        return statuses[code];
    }
}
