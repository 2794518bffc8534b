package maestro.core.rule;

import java.time.Duration;
import maestro.core.param.ChildSteps;
import maestro.core.param.ParamCatalogue;
import maestro.core.retry.BackoffSpec;
import maestro.core.template.Templates;

/**
 * Settings that the rules use.
 *
 * @param cancelGrace how long a runtime has to end after a cancel before the engine goes on without it
 * @param expressionTimeout of one evaluation outside a turn (sel.md §9)
 * @param environment what {@code getExecutionEnvironment} returns
 * @param iterationsMax of one loop step
 * @param leavesMax leaf steps of one tree of runs; the root is stopped when there are more (execution.md §4.6)
 * @param shards how many there are; fixed when the database was initialised
 * @param version of the program; what another version set aside is tried again
 * @param templates asked outside turns only; {@code childSteps} likewise
 * @param scriptBackoff of steps that run a script and say nothing of it
 */
public record RuleConfig(
        Duration cancelGrace,
        Duration expressionTimeout,
        String environment,
        ParamCatalogue catalogue,
        long iterationsMax,
        long leavesMax,
        int shards,
        String version,
        Templates templates,
        ChildSteps childSteps,
        BackoffSpec scriptBackoff,
        TriggerLimits triggers) {
    public static final RuleConfig DEFAULT = new RuleConfig(
            Duration.ofSeconds(15), Duration.ofSeconds(120), "prod", ParamCatalogue.STANDARD, 25_000, 1_000_000,
            64, "", Templates.NONE, ChildSteps.NONE, BackoffSpec.DEFAULT, TriggerLimits.NONE);

    public RuleConfig withShards(int count) {
        return new RuleConfig(
                cancelGrace, expressionTimeout, environment, catalogue, iterationsMax, leavesMax, count, version,
                templates, childSteps, scriptBackoff, triggers);
    }

    /** @param iterations of one loop; {@code leaves} of one tree of runs */
    public RuleConfig withLimits(long iterations, long leaves) {
        return new RuleConfig(
                cancelGrace, expressionTimeout, environment, catalogue, iterations, leaves, shards, version, templates,
                childSteps, scriptBackoff, triggers);
    }

    /** @param known finds job templates; {@code below} reads child runs */
    public RuleConfig withReads(Templates known, ChildSteps below) {
        return new RuleConfig(
                cancelGrace, expressionTimeout, environment, catalogue, iterationsMax, leavesMax, shards, version,
                known, below, scriptBackoff, triggers);
    }

    public RuleConfig withTriggers(TriggerLimits limits) {
        return new RuleConfig(
                cancelGrace, expressionTimeout, environment, catalogue, iterationsMax, leavesMax, shards, version,
                templates, childSteps, scriptBackoff, limits);
    }
}
