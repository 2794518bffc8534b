package maestro.cli;

import static maestro.cli.WorkflowCommands.text;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a restart would do, for people. Pure. */
final class RestartText {
    private RestartText() {}

    static Table preview(JsonNode answer) {
        var table = new Table("RUN", "RUNS AGAIN", "KEEPS", "SKIPS", "WAITS");
        answer.path("runs").forEach(run -> table.row(
                text(run, "workflow_id") + " " + text(run, "workflow_instance_id") + " run " + text(run, "workflow_run_id"),
                steps(run, "will_run"), steps(run, "reused"), steps(run, "skipped"), steps(run, "waiting")));
        return table.note("Nothing was started.");
    }

    private static String steps(JsonNode run, String field) {
        var names = run.path(field).valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
        return names.isEmpty() ? "-" : names;
    }
}
