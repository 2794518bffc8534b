package maestro.core.workflow;

import java.util.List;
import java.util.Optional;
import maestro.model.Tag;
import maestro.model.definition.Properties;
import maestro.model.definition.PropertiesChange;
import maestro.model.definition.RunStrategy;

/** New properties out of the ones in force and what a caller says (definition.md §14). */
public final class PropertiesMerge {
    private PropertiesMerge() {}

    /** A push: run strategy, step concurrency and alerting are replaced, the others inherited when not said. */
    public static Properties pushed(Properties before, Properties pushed) {
        return new Properties(
                pushed.owner().or(before::owner),
                pushed.accessControl().or(before::accessControl),
                pushed.runStrategy(),
                pushed.stepConcurrency(),
                pushed.alerting(),
                pushed.alertingDisabled().or(before::alertingDisabled),
                pushed.signalTriggerDisabled().or(before::signalTriggerDisabled),
                pushed.timeTriggerDisabled().or(before::timeTriggerDisabled),
                pushed.description().or(before::description),
                before.tags());
    }

    /** A properties update: only what is said changes; flags reset. */
    public static Properties updated(Properties before, PropertiesChange change) {
        var update = change.properties();
        return new Properties(
                update.owner().or(before::owner),
                update.accessControl().or(before::accessControl),
                strategy(before, change),
                change.resetStepConcurrency()
                        ? Optional.empty()
                        : update.stepConcurrency().or(before::stepConcurrency),
                update.alerting().or(before::alerting),
                update.alertingDisabled().or(before::alertingDisabled),
                update.signalTriggerDisabled().or(before::signalTriggerDisabled),
                update.timeTriggerDisabled().or(before::timeTriggerDisabled),
                update.description().or(before::description),
                before.tags());
    }

    private static Optional<RunStrategy> strategy(Properties before, PropertiesChange change) {
        if (change.resetRunStrategyRule()) {
            return Optional.empty();
        }
        var strategy = change.properties().runStrategy().or(before::runStrategy);
        boolean reset = change.resetWorkflowConcurrency();
        return strategy.map(given -> reset && given.rule() == RunStrategy.Rule.PARALLEL
                ? new RunStrategy(given.rule(), RunStrategy.PARALLEL_DEFAULT)
                : given);
    }

    public static Properties withTags(Properties before, List<Tag> tags) {
        return new Properties(
                before.owner(),
                before.accessControl(),
                before.runStrategy(),
                before.stepConcurrency(),
                before.alerting(),
                before.alertingDisabled(),
                before.signalTriggerDisabled(),
                before.timeTriggerDisabled(),
                before.description(),
                tags.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(tags)));
    }
}
