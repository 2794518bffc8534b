package maestro.server.ui;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import maestro.core.dag.Plan;
import maestro.core.param.InstanceFacts;
import maestro.core.param.RunFacts;
import maestro.core.param.StepFacts;
import maestro.core.row.PastStep;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.core.rule.InstanceFactsOf;
import maestro.core.rule.RuleConfig;
import maestro.model.param.Param;
import maestro.server.view.RunSource;

/** What an expression may read of a run as it is stored. Params of iterations and of child runs are out of its reach. */
final class StoredFacts implements RunFacts {
    private final RunSource run;
    private final Optional<StepFacts> own;
    private final Map<String, StepFacts> completed = new HashMap<>();

    /** @param own the attempt whose view it is; empty: that of the run */
    StoredFacts(RunSource run, Optional<StepRow> own) {
        this.run = run;
        this.own = own.map(this::facts);
        for (StepRow step : run.steps()) if (step.status().complete()) completed.put(step.stepId(), facts(step));
    }

    private StepFacts facts(StepRow row) {
        var detail = StepDetail.read(row);
        return new StepFacts(row.stepId(), row.uuid().toString(), row.seq(), row.attempt(), type(row.stepId()),
                detail.retry().user(), row.status(), millis(row.endMillis()), detail.params());
    }

    private StepFacts facts(PastStep past) {
        return new StepFacts(past.stepId(), past.uuid().toString(), past.seq(), past.attempt(), type(past.stepId()),
                past.userRetries(), past.status(), millis(past.endMillis()), past.params());
    }

    private String type(String stepId) {
        Plan plan = run.plan().whole();
        int ordinal = plan.ordinal(stepId);
        return ordinal < 0 ? "" : plan.step(ordinal).type().text();
    }

    private static OptionalLong millis(long at) {
        return at > 0 ? OptionalLong.of(at) : OptionalLong.empty();
    }

    @Override
    public InstanceFacts instance() {
        var head = run.head();
        return InstanceFactsOf.start(run.row().workflowId(), run.plan().workflow(), head.owner().name(),
                        head.initiator(), head.policy(), RuleConfig.DEFAULT.environment())
                .numbered(run.row().instanceId(), run.row().runId());
    }

    @Override
    public Map<String, Param> workflowParams() {
        return run.head().params();
    }

    @Override
    public Optional<StepFacts> completedStep(String id) {
        return Optional.ofNullable(completed.get(id)).or(() -> run.head().restart()
                .flatMap(restart -> restart.past(id))
                .filter(past -> past.status().complete())
                .map(this::facts));
    }

    @Override
    public Optional<StepFacts> own() {
        return own;
    }

    @Override
    public RandomGenerator random() {
        return ThreadLocalRandom.current();
    }
}
