package maestro.core.rule;

import java.util.function.Supplier;
import maestro.core.state.Event;
import maestro.core.state.WorkflowState;
import maestro.model.Code;
import maestro.model.MaestroException;

/** Commands that are carried out under a condition only. */
final class ConditionRules {
    private ConditionRules() {}

    /** @throws MaestroException PRECONDITION_FAILED, or UNPROCESSABLE_ENTITY when a key comes with another request */
    static Answer given(Turn turn, WorkflowState workflow, Condition condition, Supplier<Answer> then) {
        var before = condition.once().flatMap(once -> workflow.recentPush(once.key()));
        if (before.isPresent()) {
            if (!before.get().fingerprint().equals(condition.once().orElseThrow().fingerprint())) {
                throw new MaestroException(
                        Code.UNPROCESSABLE_ENTITY,
                        "This Idempotency-Key was sent before with another request; use a new key for a new request");
            }
            return new Answer.Repeated(before.get().version());
        }
        require(workflow, condition);
        var answer = then.get();
        if (condition.once().isPresent() && answer instanceof Answer.Published published) {
            var once = condition.once().get();
            turn.emit(new Event.PushNoted(
                    workflow.id(), once.key(), once.fingerprint(), published.version().version()));
        }
        return answer;
    }

    private static void require(WorkflowState workflow, Condition condition) {
        if (condition.absent() && workflow.exists()) {
            throw failed("Workflow [" + workflow.id() + "] exists already");
        }
        if (condition.present() && !workflow.exists()) {
            throw failed("Workflow [" + workflow.id() + "] does not exist");
        }
        if (!condition.states().isEmpty()
                && !(workflow.exists() && condition.states().contains(DefinitionTag.of(workflow)))) {
            throw failed("Workflow [" + workflow.id() + "] has changed since it was read; read it again");
        }
    }

    private static MaestroException failed(String why) {
        return new MaestroException(Code.PRECONDITION_FAILED, why);
    }
}
