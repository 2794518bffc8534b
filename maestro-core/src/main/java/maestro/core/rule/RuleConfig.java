package maestro.core.rule;

import java.time.Duration;
import maestro.core.param.ParamCatalogue;
import maestro.core.template.Templates;

/**
 * Settings that the rules use.
 *
 * @param cancelGrace how long a runtime has to end after a cancel before the engine goes on without it
 * @param expressionTimeout of one evaluation outside a turn (sel.md §9)
 * @param environment what {@code getExecutionEnvironment} returns
 * @param iterationsMax of one loop step
 * @param shards how many there are; fixed when the database was initialised
 * @param templates asked outside turns only
 */
public record RuleConfig(
        Duration cancelGrace,
        Duration expressionTimeout,
        String environment,
        ParamCatalogue catalogue,
        long iterationsMax,
        int shards,
        Templates templates) {
    public static final RuleConfig DEFAULT = new RuleConfig(
            Duration.ofSeconds(15), Duration.ofSeconds(120), "prod", ParamCatalogue.STANDARD, 1_000_000, 64,
            Templates.NONE);

    public RuleConfig withShards(int count) {
        return new RuleConfig(cancelGrace, expressionTimeout, environment, catalogue, iterationsMax, count, templates);
    }

    public RuleConfig withTemplates(Templates known) {
        return new RuleConfig(
                cancelGrace, expressionTimeout, environment, catalogue, iterationsMax, shards, known);
    }
}
