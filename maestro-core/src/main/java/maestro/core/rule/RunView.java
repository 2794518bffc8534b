package maestro.core.rule;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import maestro.core.param.BudgetExceeded;
import maestro.core.param.DeclaredValues;
import maestro.core.param.InstanceFacts;
import maestro.core.param.RunFacts;
import maestro.core.param.StepFacts;
import maestro.core.row.PastStep;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.model.definition.Step;
import maestro.model.param.Param;
import maestro.model.run.StepStatus;

/** What an evaluation for one step may read of its run. */
final class RunView implements RunFacts {
    private final InstanceFacts instance;
    private final Map<String, Param> workflowParams;
    private final Function<String, Optional<StepFacts>> completed;
    private final StepFacts own;
    private final RandomGenerator random;
    private final Optional<BelowParams> below;
    private final boolean script;

    private RunView(
            InstanceFacts instance,
            Map<String, Param> workflowParams,
            Function<String, Optional<StepFacts>> completed,
            StepFacts own,
            RandomGenerator random,
            Optional<BelowParams> below,
            boolean script) {
        this.instance = instance;
        this.workflowParams = workflowParams;
        this.completed = completed;
        this.own = own;
        this.random = random;
        this.below = below;
        this.script = script;
    }

    /** Reads the run as it stands: for use within the turn. */
    static RunView live(RunState run, StepState step, String environment, RandomGenerator random) {
        return new RunView(
                InstanceFactsOf.run(run, step.dependencies(), environment),
                run.head().params(),
                id -> visible(run, id),
                facts(step),
                random,
                Optional.empty(),
                step.plan().type().script());
    }

    /** The same, copied: for use on another thread. */
    static RunView copy(RunState run, StepState step, RuleConfig config, RandomGenerator random) {
        var steps = new HashMap<String, StepFacts>();
        for (var at = Optional.of(run); at.isPresent(); at = around(at.get())) {
            for (var each : at.get().plan().whole().steps()) {
                completed(at.get(), each.id()).ifPresent(facts -> steps.putIfAbsent(facts.id(), facts));
            }
        }
        return new RunView(
                InstanceFactsOf.run(run, step.dependencies(), config.environment()),
                run.head().params(),
                id -> Optional.ofNullable(steps.get(id)),
                facts(step),
                random,
                Optional.of(new BelowParams(config.childSteps(), run)),
                step.plan().type().script());
    }

    /** An evaluation with it; in between, when it waits for another slice of time, it holds on to little. */
    Effect.Work during(Effect.Work work) {
        return budget -> {
            try {
                return work.within(budget);
            } finally {
                below.ifPresent(BelowParams::rest);
            }
        };
    }

    /** In this run; of an iteration also in the runs around it, whose steps have other ids. */
    private static Optional<StepFacts> visible(RunState run, String id) {
        var found = completed(run, id);
        return found.isPresent() ? found : around(run).flatMap(outer -> visible(outer, id));
    }

    private static Optional<RunState> around(RunState run) {
        return run.iteration().map(RunState.Iteration::parent);
    }

    /** In this run, or carried over into it. */
    private static Optional<StepFacts> completed(RunState run, String id) {
        int ordinal = run.plan().ordinal(id);
        if (ordinal >= 0 && run.step(ordinal).created()) {
            return Optional.of(run.step(ordinal)).filter(step -> step.status().complete()).map(RunView::facts);
        }
        return run.past(id)
                .filter(step -> step.status().complete() && run.plan().whole().ordinal(id) >= 0)
                .map(step -> facts(run, step));
    }

    private static StepFacts facts(RunState run, PastStep step) {
        var whole = run.plan().whole();
        return new StepFacts(
                step.stepId(),
                step.uuid().toString(),
                step.seq(),
                step.attempt(),
                typeText(whole.step(whole.ordinal(step.stepId())).definition()),
                step.userRetries(),
                step.status(),
                step.endMillis() == 0 ? OptionalLong.empty() : OptionalLong.of(step.endMillis()),
                step.params());
    }

    private static StepFacts facts(StepState step) {
        long end = step.times().end();
        return new StepFacts(
                step.id(),
                step.uuid().toString(),
                step.seq(),
                step.attempt(),
                typeText(step.plan().definition()),
                step.retry().user(),
                step.status(),
                end == 0 ? OptionalLong.empty() : OptionalLong.of(end),
                params(step));
    }

    /** A step that was skipped before it ran keeps the values that it declares. */
    private static Map<String, Param> params(StepState step) {
        boolean keeps = step.status() == StepStatus.SKIPPED && step.params().isEmpty();
        return keeps ? DeclaredValues.of(step.plan().definition(), step.times().end()) : step.params();
    }

    private static String typeText(Step definition) {
        return definition instanceof Step.Leaf leaf && leaf.subType().isPresent()
                ? leaf.subType().get()
                : definition.type().name();
    }

    @Override
    public InstanceFacts instance() {
        return instance;
    }

    @Override
    public Map<String, Param> workflowParams() {
        return workflowParams;
    }

    @Override
    public Optional<StepFacts> completedStep(String id) {
        return completed.apply(id);
    }

    @Override
    public Optional<StepFacts> own() {
        return Optional.of(own);
    }

    @Override
    public Object fromForeach(String foreachStep, String innerStep, String name) {
        return below().ofForeach(completedStep(foreachStep).orElseThrow(), innerStep, name);
    }

    @Override
    public Object fromSubworkflow(String subworkflowStep, String innerStep, String name) {
        return below().ofSubworkflow(subworkflowStep, innerStep, name);
    }

    /** Within a turn nothing is read: the whole evaluation is made again elsewhere. */
    private BelowParams below() {
        return below.orElseThrow(() -> BudgetExceeded.byReading("params of child runs"));
    }

    @Override
    public boolean runsScript() {
        return script;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }
}
