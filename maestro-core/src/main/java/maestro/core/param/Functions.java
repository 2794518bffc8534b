package maestro.core.param;

import static maestro.model.MaestroException.badRequest;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import maestro.model.MaestroException;
import maestro.model.param.Param;

/**
 * The functions behind {@code params.f(…)} (parameters.md §11). Every failure is a {@link MaestroException}.
 *
 * @param run empty at workflow level, where step data is out of reach
 * @param owner empty at step level
 */
record Functions(
        InstanceFacts instance,
        Optional<RunFacts> run,
        Optional<String> owner,
        RandomGenerator random) {

    static boolean known(String name, int arguments) {
        return switch (name) {
            case "nextUniqueId", "getExecutionEnvironment" -> arguments == 0;
            case "getFromInstance" -> arguments == 1;
            case "getFromStep", "getFromSignal" -> arguments == 1 || arguments == 2;
            case "getFromSignalDependency" -> arguments == 2;
            case "getFromSignalOrDefault", "getFromForeach", "getFromSubworkflow" -> arguments == 3;
            default -> false;
        };
    }

    /** @param ownParam an own param if it is evaluated, null otherwise */
    Object call(String name, List<String> arguments, Function<String, Param> ownParam) {
        if (!known(name, arguments.size())) throw badRequest("no function [" + name + "]");
        return switch (name) {
            case "nextUniqueId" -> random.nextLong(1, Long.MAX_VALUE);
            case "getExecutionEnvironment" -> instance.environment();
            case "getFromInstance" -> fromInstance(arguments.get(0));
            case "getFromStep" ->
                arguments.size() == 1
                        ? fromOwnStep(arguments.get(0))
                        : fromStep(arguments.get(0), arguments.get(1), ownParam);
            case "getFromSignal" ->
                arguments.size() == 1
                        ? instance.signals().ofTrigger(arguments.get(0))
                        : instance.signals().ofSignal(arguments.get(0), arguments.get(1));
            case "getFromSignalOrDefault" -> fromSignalOr(arguments.get(0), arguments.get(1), arguments.get(2));
            case "getFromSignalDependency" ->
                instance.signals().ofDependency(index(arguments.get(0)), arguments.get(1));
            case "getFromForeach" -> {
                completed(arguments.get(0));
                yield step().fromForeach(arguments.get(0), arguments.get(1), arguments.get(2));
            }
            default -> step().fromSubworkflow(arguments.get(0), arguments.get(1), arguments.get(2));
        };
    }

    private Object fromInstance(String field) {
        return switch (field) {
            case "INITIATOR_TYPE" -> instance.initiatorType();
            case "INITIATOR_TIMEZONE" -> instance.initiatorTimezone().orElse("");
            case "INITIATOR_RUNNER_NAME" ->
                instance.runnerName().orElseThrow(() -> badRequest("only a manual run has an INITIATOR_RUNNER_NAME"));
            case "RUN_POLICY" -> instance.runPolicy();
            case "workflow_id" -> instance.workflowId();
            case "workflow_instance_id" -> numberOrEmpty(instance.instanceId());
            case "workflow_run_id" -> numberOrEmpty(instance.runId());
            case "owner" -> owner.orElseThrow(() -> badRequest("[owner] can be had in workflow params only"));
            case "FIRST_TIME_TRIGGER_TIMEZONE" -> {
                if (run.isPresent()) throw badRequest("[" + field + "] can be had in workflow params only");
                yield instance.firstTriggerTimezone().orElse("");
            }
            default -> throw badRequest("no instance field [" + field + "]");
        };
    }

    private static Object numberOrEmpty(OptionalLong number) {
        return number.isPresent() ? (Object) number.getAsLong() : "";
    }

    private Object fromOwnStep(String field) {
        var own = step().own().orElseThrow(() -> badRequest("there is no current step here"));
        return switch (field) {
            case "step_id" -> own.id();
            case "step_instance_uuid" -> own.uuid();
            case "step_instance_id" -> own.instanceId();
            case "step_attempt_id" -> own.attemptId();
            case "step_type_info" -> own.typeText();
            case "MAESTRO_STEP_ERROR_RETRIES" -> own.errorRetries();
            default -> throw badRequest("no step field [" + field + "]");
        };
    }

    private Object fromStep(String stepId, String name, Function<String, Param> ownParam) {
        boolean own = step().own().filter(facts -> facts.id().equals(stepId)).isPresent();
        if (own && name.equals(ParamNames.SATISFIED)) return true;
        if (own && ownParam.apply(name) instanceof Param param) return param.result();
        if (own) throw badRequest("own param [" + name + "] is not evaluated yet; use " + stepId + "__" + name);
        var step = completed(stepId);
        return switch (name) {
            case "MAESTRO_STEP_STATUS" -> step.status().name();
            case "MAESTRO_STEP_END_TIME" ->
                step.endMillis().orElseThrow(() -> badRequest("step [" + stepId + "] has no end time"));
            default -> StepOuter.paramOf(step, name);
        };
    }

    private StepFacts completed(String stepId) {
        return step().completedStep(stepId)
                .orElseThrow(() -> badRequest("step [" + stepId
                        + "] is not a completed step of this run; only upstream steps can be referenced"));
    }

    private RunFacts step() {
        return run.orElseThrow(() -> badRequest("step data cannot be had in workflow params"));
    }

    private Object fromSignalOr(String signal, String name, String otherwise) {
        try {
            return instance.signals().ofSignal(signal, name);
        } catch (MaestroException _) {
            return otherwise;
        }
    }

    private static int index(String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException _) {
            throw badRequest("[" + text + "] is not an index of a signal dependency");
        }
    }
}
