package maestro.model.definition;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.Tag;
import maestro.model.User;

/**
 * Settings shared by all versions (definition.md §3). Immutable; each empty optional means "not said".
 *
 * @param alerting canonical JSON tree as plain maps and lists
 */
public record Properties(
        Optional<User> owner,
        Optional<Map<String, Object>> accessControl,
        Optional<RunStrategy> runStrategy,
        Optional<Integer> stepConcurrency,
        Optional<Map<String, Object>> alerting,
        Optional<Boolean> alertingDisabled,
        Optional<Boolean> signalTriggerDisabled,
        Optional<Boolean> timeTriggerDisabled,
        Optional<String> description,
        Optional<List<Tag>> tags) {
    public static final Properties NONE = new Properties(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public RunStrategy runStrategyInForce() {
        return runStrategy.orElse(RunStrategy.DEFAULT);
    }
}
