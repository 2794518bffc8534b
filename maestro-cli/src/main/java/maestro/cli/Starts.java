package maestro.cli;

import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Starting instances. */
final class Starts {
    private Starts() {}

    /**
     * Starts a version of a workflow by hand.
     *
     * @param definition the stored definition
     * @param params in the long form
     * @param requestId idempotency key: the same one never starts twice
     * @return the server's answer
     */
    static JsonNode start(Api api, JsonNode definition, ObjectNode params, UUID requestId) {
        var workflow = definition.path("workflow");
        var request = Json.object().put("request_id", requestId.toString());
        request.putObject("initiator").put("type", "manual");
        if (!params.isEmpty()) request.set("run_params", params);
        var version = definition.path("metadata").path("workflow_version_id").asString("latest");
        var path = Api.path("workflows", workflow.path("id").asString(""), "versions", version, "actions", "start");
        var answer = api.post(path, Api.Body.json(request));
        if (answer.path("status").asString("").equals("INTERNAL_ERROR")) {
            throw new CliFailure(Exit.SERVER_ERROR, "the server could not start the instance", "Its log says why.");
        }
        return answer;
    }
}
