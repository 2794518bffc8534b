package maestro.steps.http;

import java.util.Locale;
import java.util.Optional;
import maestro.runtime.step.StepResult.Failure;

/** What {@code state_expr} may answer (step-runtimes.md §1). */
enum ResultState {
    CONTINUE,
    DONE,
    USER_ERROR,
    PLATFORM_ERROR,
    FATAL_ERROR,
    STOPPED,
    TIMED_OUT;

    static Optional<ResultState> of(String text) {
        try {
            return Optional.of(valueOf(text.strip().toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As the artifact shows it. */
    String artifactStatus() {
        return switch (this) {
            case CONTINUE, DONE, STOPPED -> "SUCCESS";
            case USER_ERROR, PLATFORM_ERROR, FATAL_ERROR, TIMED_OUT -> "FAILED";
        };
    }

    /** Whose failure it is. */
    Failure failure() {
        return switch (this) {
            case USER_ERROR -> Failure.USER;
            case PLATFORM_ERROR -> Failure.PLATFORM;
            case FATAL_ERROR -> Failure.FATAL;
            case STOPPED -> Failure.STOPPED;
            case TIMED_OUT -> Failure.TIMED_OUT;
            case CONTINUE, DONE -> throw new IllegalStateException(this + " is no failure");
        };
    }
}
