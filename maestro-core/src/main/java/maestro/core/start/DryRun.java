package maestro.core.start;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import maestro.core.check.Children;
import maestro.core.check.Finding;
import maestro.core.check.StaticChecks;
import maestro.core.dag.Plan;
import maestro.core.param.Clocked;
import maestro.core.param.StepParams;
import maestro.core.param.StepRunParams;
import maestro.core.row.PropertiesSnapshot;
import maestro.core.rule.RuleConfig;
import maestro.core.template.TemplateRules;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.definition.CreateRequest;
import maestro.model.definition.Properties;
import maestro.model.definition.Step;
import maestro.model.definition.Workflow;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.run.Initiator;
import maestro.sel.Budget;

/** Pretends to start a definition, so that what cannot run is refused when it is pushed (definition.md §12). */
public final class DryRun {
    private final RuleConfig config;
    private final RunPreparation preparation;

    public DryRun(RuleConfig config) {
        this.config = config;
        this.preparation = new RunPreparation(config);
    }

    /**
     * @return the compiled definition
     * @throws MaestroException BAD_REQUEST at the first problem
     */
    public Plan check(CreateRequest request, User caller, Clocked now) {
        return check(request, caller, now, preparation.full());
    }

    /**
     * As above, within a budget of the caller's.
     *
     * @throws maestro.core.param.BudgetExceeded when a provisional budget was not enough
     */
    public Plan check(CreateRequest request, User caller, Clocked now, Budget budget) {
        try {
            return checked(request, caller, now, budget);
        } catch (MaestroException refused) {
            if (refused.code().retryable() || refused.code() == Code.BAD_REQUEST) throw refused;
            throw new MaestroException(Code.BAD_REQUEST, refused.getMessage(), refused.errors(), refused);
        }
    }

    /** Whatever a run would fail with, a definition that fails so is a bad request (rest-api.md §2). */
    private Plan checked(CreateRequest request, User caller, Clocked now, Budget budget) {
        var workflow = request.workflow();
        workflow.steps().forEach(DryRun::requireRunnable);
        var plan = Plan.of(workflow);
        var properties = new PropertiesSnapshot(now.nowMillis(), caller, Properties.NONE);
        var params = preparation.params(
                workflow, properties, new Initiator.Validation(), dryRunParams(workflow), Map.of(), now, budget);
        preparation.timeoutMillis(workflow, params, now);
        for (Step step : workflow.steps()) {
            checkParams(step, params);
        }
        StaticChecks.check(workflow, config.catalogue(), Children.UNTOLD).stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .findFirst()
                .ifPresent(finding -> {
                    throw MaestroException.badRequest(finding.text());
                });
        return plan;
    }

    private static void requireRunnable(Step step) {
        switch (step.type()) {
            case TEMPLATE, TITUS, JOIN ->
                throw MaestroException.badRequest("Step [" + step.id() + "] is of type ["
                        + step.type().text() + "], which has no runtime");
            case FOREACH, WHILE -> step.body().forEach(DryRun::requireRunnable);
            case NOOP, SLEEP, SHELL, HTTP, KUBERNETES, NOTEBOOK, SUBWORKFLOW -> {}
        }
    }

    private void checkParams(Step step, Map<String, Param> workflow) {
        try {
            if (TemplateRules.consulted(step)) {
                var template = TemplateRules.of(config.templates(), step, workflow);
                StepParams.merged(config.catalogue(), step, template.params(), workflow, StepRunParams.NONE);
            } else {
                StepParams.shared(config.catalogue(), step);
            }
        } catch (MaestroException refused) {
            throw new MaestroException(
                    refused.code(), "Step [" + step.id() + "]: " + refused.getMessage(), refused.errors(), refused);
        }
    }

    private Map<String, ParamDefinition> dryRunParams(Workflow workflow) {
        var forced = new LinkedHashMap<String, ParamDefinition>();
        config.catalogue().dryRun().forEach((name, value) -> {
            var written = Optional.ofNullable(workflow.params().get(name));
            if (written.isPresent() && written.get().type() == value.type()) {
                forced.put(name, value);
            }
        });
        return forced;
    }
}
