package maestro.core.start;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import maestro.core.dag.Plan;
import maestro.core.param.Clocked;
import maestro.core.param.MergeContext;
import maestro.core.param.WorkflowParams;
import maestro.core.restart.Past;
import maestro.core.row.ParentRef;
import maestro.core.row.RestartConfig;
import maestro.core.row.RunHead;
import maestro.core.rule.InstanceFactsOf;
import maestro.core.rule.RuleConfig;
import maestro.model.MaestroException;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.run.Initiator;
import maestro.model.run.RunPolicy;
import maestro.sel.Budget;

/** Builds what a new run of an ended instance carries (execution.md §6.3). Pure; long evaluations happen here. */
public final class RestartPreparation {
    /**
     * Who asks for a restart.
     *
     * @param params handed down by a parent step; empty for a user
     * @param alerting of the properties that the instance began with, as written
     * @param requestMillis when it was asked for
     */
    public record Asked(
            Initiator initiator,
            Map<String, ParamDefinition> params,
            Optional<ParentRef> parent,
            Optional<Map<String, Object>> alerting,
            long requestMillis) {
        /** A person's wish. */
        public static Asked by(Initiator user, Optional<Map<String, Object>> alerting, long requestMillis) {
            return new Asked(user, Map.of(), Optional.empty(), alerting, requestMillis);
        }
    }

    private final RuleConfig config;
    private final RunPreparation preparation;

    public RestartPreparation(RuleConfig config) {
        this.config = config;
        this.preparation = new RunPreparation(config);
    }

    /**
     * The head of the new run, evaluated in one go.
     *
     * @param plan all steps of the version that the instance runs
     * @throws MaestroException BAD_REQUEST when params cannot be merged or evaluated
     */
    public RunHead head(
            Past last, Plan plan, RunPolicy policy, Optional<RestartConfig> restartConfig, Asked asked, Clocked now) {
        return head(last, plan, policy, restartConfig, asked, now, preparation.full());
    }

    /**
     * As above, within a budget of the caller's.
     *
     * @throws maestro.core.param.BudgetExceeded when a provisional budget was not enough
     */
    public RunHead head(
            Past last,
            Plan plan,
            RunPolicy policy,
            Optional<RestartConfig> restartConfig,
            Asked asked,
            Clocked now,
            Budget budget) {
        var restart = last.again(plan, policy, restartConfig);
        var before = last.head();
        var target = restartConfig.filter(RestartConfig::atTarget);
        var given = target.map(RestartConfig::params).orElse(Map.of());
        var params = params(last, plan, policy, given, asked, now, budget);
        OptionalLong timeout = preparation.timeoutMillis(plan.workflow(), params, now);
        return new RunHead(
                asked.initiator(),
                policy,
                params,
                given,
                target.map(RestartConfig::givenStepParams).orElse(Map.of()),
                before.runtimeTags(),
                Optional.of(correlation(last)),
                asked.requestMillis(),
                before.owner(),
                before.snapshotId(),
                asked.alerting().map(alerting -> Alerting.filled(alerting, params, now)),
                before.stepConcurrency(),
                before.propertyTags(),
                before.instanceStepConcurrency(),
                timeout,
                Map.of(),
                before.groupInfo(),
                Optional.empty(),
                Optional.empty(),
                asked.parent(),
                Optional.of(restart),
                before.signals());
    }

    /** The first run's, which restarts keep (execution.md §1). */
    private static String correlation(Past last) {
        var run = last.run();
        return last.head()
                .correlationId()
                .orElseGet(() -> run.workflowId() + ":" + run.instanceId() + ":" + run.runId());
    }

    private Map<String, Param> params(
            Past last,
            Plan plan,
            RunPolicy policy,
            Map<String, ParamDefinition> given,
            Asked asked,
            Clocked now,
            Budget budget) {
        var merged = WorkflowParams.restarted(
                last.head().params(), asked.params(), given, MergeContext.of(asked.initiator().type(), true));
        var facts = InstanceFactsOf.start(
                last.run().workflowId(),
                plan.workflow(),
                last.head().owner().name(),
                asked.initiator(),
                policy,
                config.environment())
                .withSignals(InstanceFactsOf.signals(plan.workflow(), asked.initiator(), last.head().signals()));
        return WorkflowParams.evaluate(merged, facts, now, budget);
    }
}
