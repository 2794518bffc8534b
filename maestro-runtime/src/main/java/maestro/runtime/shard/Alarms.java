package maestro.runtime.shard;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import maestro.core.rule.Message;
import maestro.core.rule.Rules;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.core.state.WorkflowState;
import maestro.runtime.timer.Timer;
import maestro.runtime.timer.TimerWheel;

/** When what of a shard must be looked at with nothing else happening: one timer each. One thread. */
final class Alarms {
    private record Look(String workflowId, long runKey, int ordinal) {}

    private static final int THE_SCHEDULE = -2;

    private final TimerWheel<Look> wheel;
    private final Map<Look, Timer<Look>> timers = new HashMap<>();

    Alarms(long nowMillis) {
        wheel = new TimerWheel<>(nowMillis);
    }

    /** When the next timer is due, at the earliest; {@code Long.MAX_VALUE}: none. */
    long nextDue() {
        return wheel.nextDue();
    }

    /** Lets timers go off that are due. */
    void tick(long nowMillis, Consumer<Message> to) {
        wheel.advance(nowMillis, look -> {
            timers.remove(look);
            to.accept(look.ordinal() == THE_SCHEDULE
                    ? new Message.Due(look.workflowId())
                    : new Message.Look(look.workflowId(), look.runKey(), look.ordinal()));
        });
    }

    void arm(RunState run) {
        arm(new Look(run.ownerId(), run.key(), Message.Look.THE_RUN), Rules.due(run));
    }

    void arm(RunState run, StepState step) {
        arm(new Look(run.ownerId(), run.key(), step.ordinal()), Rules.due(run, step));
    }

    void arm(WorkflowState workflow) {
        schedule(workflow.id(), Rules.due(workflow));
    }

    /** The schedule of a workflow, which need not be in memory. */
    void schedule(String workflowId, long dueMillis) {
        arm(new Look(workflowId, 0, THE_SCHEDULE), dueMillis);
    }

    private void arm(Look look, long due) {
        var timer = timers.get(look);
        if (due == Long.MAX_VALUE) {
            if (timer != null) {
                wheel.cancel(timers.remove(look));
            }
        } else if (timer == null) {
            timers.put(look, wheel.schedule(look, due));
        } else if (timer.dueMillis() != due) {
            wheel.reschedule(timer, due);
        }
    }
}
