package maestro.cli;

import static maestro.cli.WorkflowCommands.text;

import java.util.UUID;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** How something is run again. */
final class RestartOptions {
    /** What of an ended run is done again. */
    enum From { incomplete, beginning }

    @Option(names = "--from", paramLabel = "WHERE", defaultValue = "incomplete",
            description = "incomplete: what did not complete; beginning: everything. Default: ${DEFAULT-VALUE}.")
    private From from;

    @Mixin
    private ParamOptions params;

    @Option(names = "--request-id", paramLabel = "UUID",
            description = "Idempotency key: the same one never restarts twice.")
    private UUID requestId;

    @Option(names = "--dry-run", description = "Only show what would run again.")
    private boolean dryRun;

    boolean wantsParams() {
        return params.given();
    }

    /** @param declared the params' definitions, for their types */
    Api.Body body(String paramsField, JsonNode declared) {
        var request = Json.object().put("restart_policy",
                from == From.incomplete ? "RESTART_FROM_INCOMPLETE" : "RESTART_FROM_BEGINNING");
        if (dryRun) request.put("dry_run", true);
        else request.put("request_id", (requestId == null ? UUID.randomUUID() : requestId).toString());
        if (wantsParams()) request.set(paramsField, params.of(declared));
        return Api.Body.json(request);
    }

    /** The answer for people. */
    Object told(JsonNode answer) {
        if (dryRun) return RestartText.preview(answer);
        if (answer.has("step_attempt_id")) {
            return "Attempt %s of step %s was started in run %s of instance %s.".formatted(
                    text(answer, "step_attempt_id"), text(answer, "step_id"), text(answer, "workflow_run_id"),
                    text(answer, "workflow_instance_id"));
        }
        if (!answer.path("status").asString("").equals("CREATED"))
            return "Nothing new was started: " + text(answer, "status") + ".";
        return "Started run %s of instance %s of %s.".formatted(
                text(answer, "workflow_run_id"), text(answer, "workflow_instance_id"), text(answer, "workflow_id"));
    }
}
