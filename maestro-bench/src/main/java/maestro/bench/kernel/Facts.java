package maestro.bench.kernel;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import maestro.core.param.InstanceFacts;
import maestro.core.param.RunFacts;
import maestro.core.param.SignalFacts;
import maestro.core.param.StepFacts;
import maestro.model.param.Param;
import maestro.model.run.StepStatus;

/** What params may read of a run, with nothing in it but workflow params. */
record Facts(Map<String, Param> workflowParams) implements RunFacts {
    static final long NOW = 1_700_000_000_000L;
    private static final RandomGenerator RANDOM = new SplittableRandom(7);

    @Override
    public InstanceFacts instance() {
        return new InstanceFacts(
                "kernel",
                "tester",
                "MANUAL",
                Optional.empty(),
                Optional.of("tester"),
                "START_FRESH_NEW_RUN",
                Optional.empty(),
                OptionalLong.of(1),
                OptionalLong.of(1),
                "prod",
                SignalFacts.NONE);
    }

    @Override
    public Optional<StepFacts> completedStep(String id) {
        return Optional.empty();
    }

    @Override
    public Optional<StepFacts> own() {
        return Optional.of(new StepFacts(
                "s1",
                "00000000-0000-4000-8000-000000000001",
                1,
                1,
                "NoOp",
                0,
                StepStatus.EVALUATING_PARAMS,
                OptionalLong.empty(),
                Map.of()));
    }

    @Override
    public RandomGenerator random() {
        return RANDOM;
    }
}
