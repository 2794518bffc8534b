package maestro.steps.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import maestro.core.param.BudgetExceeded;
import maestro.core.param.InstanceFacts;
import maestro.core.param.ParamScope;
import maestro.core.param.RunFacts;
import maestro.core.param.StepFacts;
import maestro.model.MaestroException;
import maestro.model.definition.StepType;
import maestro.model.param.Param;
import maestro.model.run.StepStatus;
import maestro.runtime.step.AttemptRef;
import maestro.sel.Budget;

/**
 * Runs a step's {@code state_expr}: the param's text, interpolated when the params were evaluated, as an expression
 * over the step's params, the response in place of its placeholders, and the workflow's params (parameters.md §15).
 */
final class StateExpression {
    static final String PARAM = "state_expr";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private StateExpression() {}

    /** @throws Refusal when it cannot be run or does not say a state */
    static ResultState evaluate(
            Map<String, Param> params,
            Map<String, Param> response,
            Map<String, Param> workflowParams,
            AttemptRef attempt,
            long nowMillis)
            throws Refusal {
        var param = params.get(PARAM);
        if (param == null || !(param.result() instanceof String text)) {
            throw new Refusal("An Http step needs a param '" + PARAM + "' (STRING)");
        }
        var own = new LinkedHashMap<>(params);
        own.putAll(response);
        var scope = ParamScope.ownOnly(own, new Facts(attempt, own, workflowParams), nowMillis);
        try {
            var value = scope.expression(text, PARAM, Budget.defaults().withTimeout(LIMIT));
            return ResultState.of(String.valueOf(value)).orElseThrow(() -> new Refusal("The param '" + PARAM
                    + "' gave '" + value + "'; it must give DONE, CONTINUE, USER_ERROR, PLATFORM_ERROR,"
                    + " FATAL_ERROR, STOPPED or TIMED_OUT"));
        } catch (MaestroException | BudgetExceeded e) {
            throw new Refusal("The param '" + PARAM + "' could not be evaluated: " + e.getMessage());
        }
    }

    /** This scope has no functions, so nothing of the run but its params and the step's id is ever asked for. */
    private record Facts(AttemptRef attempt, Map<String, Param> params, Map<String, Param> workflowParams)
            implements RunFacts {
        @Override
        public InstanceFacts instance() {
            throw new IllegalStateException("a state_expr has no functions");
        }

        @Override
        public Optional<StepFacts> completedStep(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<StepFacts> own() {
            return Optional.of(new StepFacts(
                    attempt.stepId(),
                    attempt.stepUuid().toString(),
                    0,
                    attempt.attempt(),
                    StepType.HTTP.text(),
                    0,
                    StepStatus.RUNNING,
                    OptionalLong.empty(),
                    params));
        }

        @Override
        public RandomGenerator random() {
            return new SplittableRandom(attempt.stepUuid().getLeastSignificantBits());
        }
    }
}
