package maestro.core.rule;

import java.util.ArrayList;
import java.util.List;
import maestro.core.state.RunIdentity;
import maestro.core.state.RunState;

/**
 * A decision that threw, for operators and for the timeline of whom it hurt.
 *
 * @param where which workflow, instance, run and step it was about, as {@code name=value} pairs
 * @param message one sentence
 * @param stack what was thrown, with its causes, at most {@value #STACK_LINES_MAX} lines
 */
public record Incident(String where, String message, List<String> stack) {
    private static final int STACK_LINES_MAX = 30;
    private static final int FRAMES_MAX = 12;
    private static final int CAUSES_MAX = 4;
    private static final int MESSAGE_MAX = 1_000;

    static Incident of(String where, Throwable thrown) {
        return new Incident(where, "The engine could not decide: " + text(thrown), stack(thrown));
    }

    static String where(RunState run) {
        RunIdentity identity = run.identity();
        return "workflow=" + identity.workflowId() + " instance=" + identity.instanceId() + " run=" + identity.runId();
    }

    static String where(RunState run, String stepId, int attempt) {
        return where(run) + " step=" + stepId + " attempt=" + attempt;
    }

    private static String text(Throwable thrown) {
        String text = String.valueOf(thrown);
        return text.length() <= MESSAGE_MAX ? text : text.substring(0, MESSAGE_MAX) + " …";
    }

    private static List<String> stack(Throwable thrown) {
        var lines = new ArrayList<String>();
        var cause = thrown;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++, cause = cause.getCause()) {
            lines.add((depth == 0 ? "" : "Caused by: ") + text(cause));
            for (int i = 0; i < Math.min(FRAMES_MAX, cause.getStackTrace().length); i++) {
                lines.add("  at " + cause.getStackTrace()[i]);
            }
        }
        return List.copyOf(lines.subList(0, Math.min(STACK_LINES_MAX, lines.size())));
    }
}
