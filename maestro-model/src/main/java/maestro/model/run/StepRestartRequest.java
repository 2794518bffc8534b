package maestro.model.run;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import maestro.model.MaestroException;
import maestro.model.json.Fields;
import maestro.model.param.ParamDefinition;
import tools.jackson.databind.JsonNode;

/**
 * The body of a restart of a step (rest-api.md §12.1).
 *
 * @param policy RESTART_FROM_INCOMPLETE or RESTART_FROM_BEGINNING
 * @param dryRun only tell what would happen
 * @param requestTime epoch milliseconds, told by the caller
 */
public record StepRestartRequest(
        RunPolicy policy,
        Optional<Long> requestTime,
        Optional<UUID> requestId,
        Map<String, ParamDefinition> stepRunParams,
        UpstreamRestartMode upstreamRestartMode,
        boolean dryRun) {

    /** @throws MaestroException BAD_REQUEST; broken field rules are listed in its errors */
    public static StepRestartRequest fromJson(JsonNode body) {
        var fields = Fields.of(body, "");
        var rules = new RequestRules(fields);
        var request = new StepRestartRequest(
                rules.restartPolicy(),
                fields.integer("request_time"),
                rules.requestId(),
                rules.params("step_run_params"),
                rules.upstreamMode(),
                fields.flag("dry_run").orElse(false));
        fields.end();
        rules.check();
        return request;
    }
}
