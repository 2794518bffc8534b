package maestro.model.definition;

import static maestro.model.json.Scalars.problem;

import maestro.model.MaestroException;
import maestro.model.json.Fields;
import tools.jackson.databind.JsonNode;

/**
 * An update of a workflow's properties (definition.md §14): only what it says changes.
 *
 * @param properties the new values; its tags are always unsaid
 * @param resetRunStrategyRule back to SEQUENTIAL
 * @param resetWorkflowConcurrency back to the default of PARALLEL, if that is the rule
 * @param resetStepConcurrency back to unset
 */
public record PropertiesChange(
        Properties properties,
        boolean resetRunStrategyRule,
        boolean resetWorkflowConcurrency,
        boolean resetStepConcurrency) {

    /** @throws MaestroException BAD_REQUEST; broken field rules are listed in its errors */
    public static PropertiesChange fromJson(JsonNode body) {
        var fields = Fields.of(body, "properties");
        if (fields.node("tags").isPresent()) {
            throw problem(fields.at("tags"), "cannot be updated here; use the calls that add and delete tags");
        }
        var change = new PropertiesChange(
                PropertiesReader.open(fields),
                fields.flag("reset_run_strategy_rule").orElse(false),
                fields.flag("reset_workflow_concurrency").orElse(false),
                fields.flag("reset_step_concurrency").orElse(false));
        fields.end();
        var values = change.properties();
        if ((change.resetRunStrategyRule() || change.resetWorkflowConcurrency())
                && values.runStrategy().isPresent()) {
            throw problem(fields.at("run_strategy"), "is both set and reset; do one of them");
        }
        if (change.resetStepConcurrency() && values.stepConcurrency().isPresent()) {
            throw problem(fields.at("step_concurrency"), "is both set and reset; do one of them");
        }
        var violations = Definitions.violations(values);
        if (!violations.isEmpty()) {
            throw Definitions.refused(violations);
        }
        return change;
    }
}
