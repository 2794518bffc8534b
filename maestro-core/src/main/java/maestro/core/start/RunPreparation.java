package maestro.core.start;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import maestro.core.dag.Plan;
import maestro.core.param.Clocked;
import maestro.core.param.Interpolation;
import maestro.core.param.MergeContext;
import maestro.core.param.ParamScope;
import maestro.core.param.WorkflowParams;
import maestro.core.row.PropertiesSnapshot;
import maestro.core.row.RunHead;
import maestro.core.rule.InstanceFactsOf;
import maestro.core.rule.Letter;
import maestro.core.rule.RuleConfig;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.definition.Durations;
import maestro.model.definition.Workflow;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.run.Initiator;
import maestro.model.run.RunPolicy;
import maestro.model.run.StartRequest;
import maestro.sel.Budget;

/**
 * Builds what a fresh run carries: merged and evaluated params, a snapshot of the properties, the timeout
 * (execution.md §6.1, parameters.md §6). Evaluations happen here, on the caller's thread, never in a shard.
 */
public final class RunPreparation {
    private final RuleConfig config;

    public RunPreparation(RuleConfig config) {
        this.config = config;
    }

    /**
     * The head of a run started by a person or a trigger.
     *
     * @throws MaestroException BAD_REQUEST when params cannot be merged or evaluated, UNPROCESSABLE_ENTITY when they make
     *     no timeout, unless the request wants the failed run stored: then the head says why
     */
    public RunHead head(Plan plan, PropertiesSnapshot properties, StartRequest request, User caller, Clocked now) {
        return head(plan, properties, request, caller, now, full());
    }

    /**
     * As above, within a budget of the caller's.
     *
     * @throws maestro.core.param.BudgetExceeded when a provisional budget was not enough
     */
    public RunHead head(
            Plan plan,
            PropertiesSnapshot properties,
            StartRequest request,
            User caller,
            Clocked now,
            Budget budget) {
        return head(plan, properties, request, caller, now, budget, Map.of());
    }

    /**
     * The head of a run that signals may start.
     *
     * @param consumed params of the signal instances, by the name of the signal
     */
    public RunHead head(
            Plan plan,
            PropertiesSnapshot properties,
            StartRequest request,
            User caller,
            Clocked now,
            Budget budget,
            Map<String, Map<String, Object>> consumed) {
        var initiator = initiator(request.initiator(), caller);
        try {
            var params = params(plan.workflow(), properties, initiator, request.runParams(), consumed, now, budget);
            var timeout = timeoutMillis(plan.workflow(), params, now);
            return head(plan, properties, request, initiator, now, params, timeout, Optional.empty())
                    .withSignals(consumed);
        } catch (MaestroException refused) {
            if (!request.persistFailedRun()) {
                throw refused;
            }
            return head(
                    plan,
                    properties,
                    request,
                    initiator,
                    now,
                    Map.of(),
                    OptionalLong.empty(),
                    Optional.of(refused.getMessage()))
                    .withSignals(consumed);
        }
    }

    private RunHead head(
            Plan plan,
            PropertiesSnapshot snapshot,
            StartRequest request,
            Initiator initiator,
            Clocked now,
            Map<String, Param> params,
            OptionalLong timeoutMillis,
            Optional<String> failure) {
        var properties = snapshot.properties();
        var stepLimit = properties.stepConcurrency();
        var treeLimit = plan.workflow().instanceStepConcurrency();
        return new RunHead(
                initiator,
                RunPolicy.START_FRESH_NEW_RUN,
                params,
                request.runParams(),
                Map.of(),
                request.runtimeTags(),
                Optional.empty(),
                request.requestTime().orElse(now.nowMillis()),
                properties.owner().orElse(snapshot.author()),
                snapshot.createMillis(),
                properties.alerting().map(alerting -> Alerting.filled(alerting, params, now)),
                stepLimit.isPresent() ? OptionalInt.of(stepLimit.get()) : OptionalInt.empty(),
                properties.tags().orElse(List.of()),
                treeLimit.isPresent() ? OptionalInt.of(treeLimit.get()) : OptionalInt.empty(),
                timeoutMillis,
                artifacts(request.artifacts()),
                RunHead.GROUPS,
                failure,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * The head of a run that a subworkflow step asks for: what the parent hands down is merged as upstream params
     * (composite-steps.md §4.1).
     *
     * @throws MaestroException BAD_REQUEST when params cannot be merged or evaluated
     */
    public RunHead childHead(
            Plan plan, PropertiesSnapshot snapshot, Letter.StartChild letter, Clocked now, Budget budget) {
        var properties = snapshot.properties();
        var params = params(plan.workflow(), snapshot, letter.initiator(), letter.params(), Map.of(), now, budget);
        var stepLimit = properties.stepConcurrency();
        var treeLimit = letter.instanceStepConcurrency();
        return new RunHead(
                letter.initiator(),
                RunPolicy.START_FRESH_NEW_RUN,
                params,
                Map.of(),
                Map.of(),
                letter.tags(),
                Optional.of(letter.correlationId()),
                now.nowMillis(),
                properties.owner().orElse(snapshot.author()),
                snapshot.createMillis(),
                properties.alerting().map(alerting -> Alerting.filled(alerting, params, now)),
                stepLimit.isPresent() ? OptionalInt.of(stepLimit.get()) : OptionalInt.empty(),
                properties.tags().orElse(List.of()),
                treeLimit.isPresent() ? OptionalInt.of(treeLimit.get()) : OptionalInt.empty(),
                timeoutMillis(plan.workflow(), params, now),
                Map.of(),
                letter.groupInfo(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(letter.parent()),
                Optional.empty());
    }

    /** A person is who the call says it is (rest-api.md §5.1). */
    private static Initiator initiator(Initiator given, User caller) {
        return given instanceof Initiator.Manual ? new Initiator.Manual(Optional.of(caller)) : given;
    }

    Map<String, Param> params(
            Workflow workflow,
            PropertiesSnapshot snapshot,
            Initiator initiator,
            Map<String, ParamDefinition> runParams,
            Map<String, Map<String, Object>> consumed,
            Clocked now,
            Budget budget) {
        var owner = snapshot.properties().owner().orElse(snapshot.author());
        var merged = WorkflowParams.merged(
                config.catalogue(),
                workflow.params(),
                runParams,
                MergeContext.of(initiator.type(), false));
        var facts = InstanceFactsOf.start(
                workflow.id(), workflow, owner.name(), initiator, RunPolicy.START_FRESH_NEW_RUN, config.environment())
                .withSignals(InstanceFactsOf.signals(workflow, initiator, consumed));
        return WorkflowParams.evaluate(merged, facts, now, budget);
    }

    /** The budget of one evaluation, its time beginning now. */
    public Budget full() {
        return Budget.defaults().withTimeout(config.expressionTimeout());
    }

    OptionalLong timeoutMillis(Workflow workflow, Map<String, Param> params, Clocked now) {
        if (workflow.timeout().isEmpty()) {
            return OptionalLong.empty();
        }
        var written = workflow.timeout().get();
        String text = Interpolation.text(
                written.text(), "timeout of workflow [" + workflow.id() + "]", ParamScope.workflow(params, now));
        long seconds = Durations.seconds(written, text).orElse(0);
        if (seconds <= 0 || seconds > Durations.SECONDS_MAX) {
            throw new MaestroException(
                    Code.UNPROCESSABLE_ENTITY, "workflow.timeout [" + written.text() + "] gives [" + text
                            + "], which is not a duration above 0 and up to 120 days");
        }
        return OptionalLong.of(seconds * 1_000);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> artifacts(Map<String, Object> given) {
        var artifacts = new LinkedHashMap<String, Map<String, Object>>();
        given.forEach((name, artifact) -> artifacts.put(name, (Map<String, Object>) artifact));
        return artifacts;
    }

}
