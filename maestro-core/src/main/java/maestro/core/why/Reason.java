package maestro.core.why;

import java.util.List;
import maestro.model.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One link of the chain that explains where a run or a step stands.
 *
 * @param message a sentence for people, without times
 * @param since epoch milliseconds; 0: not known
 * @param until epoch milliseconds when it is over by itself; 0: nobody knows
 * @param children what this waits for in turn, nearest first
 */
public record Reason(Code code, String message, Subject subject, long since, long until, List<Reason> children) {
    /** What kind of link it is. The names are API: add to them, never rename one. */
    public enum Code {
        RUN_QUEUED, RUN_BLOCKED, RUN_STARTING, RUN_AHEAD, RUN_RUNNING, RUN_ENDING, RUN_ENDED, RUN_SET_ASIDE,
        STEP_WAITS_FOR_STEP, STEP_NEVER_RUNS, STEP_NOT_BEGUN, STEP_PREPARING, STEP_PAUSED, STEP_WAITS_FOR_SIGNALS,
        SIGNAL_AWAITED, STEP_WAITS_FOR_PERMIT, PERMIT_HOLDER, STEP_WAITS_FOR_RETRY, STEP_SLEEPING, STEP_RUNNING, STEP_ENDING,
        STEP_ENDED, LOOP_RUNNING, ITERATIONS_NOT_LAUNCHED, ITERATION, SUBWORKFLOW_STARTING, SUBWORKFLOW_RUNNING,
        SUBWORKFLOW, CIRCLE, MORE
    }

    public Reason {
        children = List.copyOf(children);
    }

    static Reason of(Code code, String message, Subject subject) {
        return new Reason(code, message, subject, 0, 0, List.of());
    }

    Reason since(long millis) {
        return new Reason(code, message, subject, millis, until, children);
    }

    Reason until(long millis) {
        return new Reason(code, message, subject, since, millis, children);
    }

    Reason with(List<Reason> more) {
        return new Reason(code, message, subject, since, until, more);
    }

    public static ArrayNode toJson(List<Reason> reasons) {
        var array = Json.array();
        reasons.forEach(reason -> array.add(reason.toJson()));
        return array;
    }

    public ObjectNode toJson() {
        var json = Json.object().put("code", code.name()).put("message", message);
        json.set("subject", subject.toJson());
        if (since > 0) {
            json.put("since", since);
        }
        if (until > 0) {
            json.put("until", until);
        }
        json.set("children", toJson(children));
        return json;
    }
}
