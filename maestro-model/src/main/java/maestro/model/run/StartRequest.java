package maestro.model.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import maestro.model.MaestroException;
import maestro.model.Tag;
import maestro.model.json.Fields;
import maestro.model.param.ParamDefinition;
import tools.jackson.databind.JsonNode;

/**
 * The body of a start (rest-api.md §5.1).
 *
 * @param requestTime epoch milliseconds, told by the caller
 * @param requestId idempotency key; the server makes one when it is absent
 * @param artifacts name to plain JSON object
 */
public record StartRequest(
        Initiator initiator,
        Optional<Long> requestTime,
        Optional<UUID> requestId,
        List<Tag> runtimeTags,
        Map<String, ParamDefinition> runParams,
        Map<String, Object> artifacts,
        boolean persistFailedRun) {

    /** A start by a person, without anything else. */
    public static StartRequest manual() {
        return new StartRequest(
                new Initiator.Manual(Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Map.of(),
                false);
    }

    /** @throws MaestroException BAD_REQUEST; broken field rules are listed in its errors */
    public static StartRequest fromJson(JsonNode body) {
        var fields = Fields.of(body, "");
        var rules = new RequestRules(fields);
        var initiator = rules.initiator();
        var request = new StartRequest(
                initiator,
                fields.integer("request_time"),
                rules.requestId(),
                rules.runtimeTags(),
                rules.params("run_params"),
                rules.artifacts(),
                fields.flag("persist_failed_run").orElse(false));
        fields.end();
        rules.check();
        return request;
    }

    /** This request with another initiator: the caller's header decides who a manual initiator is. */
    public StartRequest withRequestId(Optional<UUID> other) {
        return new StartRequest(initiator, requestTime, other, runtimeTags, runParams, artifacts, persistFailedRun);
    }

    public StartRequest withInitiator(Initiator other) {
        return new StartRequest(
                other, requestTime, requestId, runtimeTags, runParams, artifacts, persistFailedRun);
    }
}
