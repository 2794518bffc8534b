package maestro.core.rule;

import java.time.Duration;
import maestro.core.param.ParamCatalogue;

/**
 * Settings that the rules use.
 *
 * @param cancelGrace how long a runtime has to end after a cancel before the engine goes on without it
 * @param expressionTimeout of one evaluation outside a turn (sel.md §9)
 * @param iterationsMax of one loop step
 * @param environment what {@code getExecutionEnvironment} returns
 */
public record RuleConfig(Duration cancelGrace, Duration expressionTimeout, String environment, ParamCatalogue catalogue, long iterationsMax) {
    public static final RuleConfig DEFAULT =
            new RuleConfig(
            Duration.ofSeconds(15), Duration.ofSeconds(120), "prod", ParamCatalogue.STANDARD, 1_000_000);
}
