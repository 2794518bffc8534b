package maestro.cli;

import static maestro.cli.WorkflowCommands.text;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A page of instances for people. */
final class InstanceTable {
    private InstanceTable() {}

    /**
     * A table, or a sentence when the page is empty.
     *
     * @param workflow empty: the rows are of several, and name theirs
     */
    static Object of(JsonNode page, Optional<String> workflow) {
        var table = new Table(columns(workflow, "WORKFLOW",
                "INSTANCE", "RUN", "VERSION", "STATUS", "STARTED", "DURATION", "BY"));
        page.path("elements").forEach(row -> table.row((Object[]) columns(workflow, text(row, "workflow_id"),
                text(row, "workflow_instance_id"), text(row, "workflow_run_id"), text(row, "workflow_version_id"),
                text(row, "status"), Times.moment(row.path("start_time")),
                Times.between(row.path("start_time"), row.path("end_time"), Instant.now()), by(row))));
        var info = page.path("page_info");
        var more = info.path("has_next_page").asBoolean(false)
                ? "More with --cursor " + text(info, "end_cursor") : "";
        if (!page.path("elements").isEmpty()) return table.note(more);
        return "No instances" + workflow.map(id -> " of " + id).orElse("") + ".";
    }

    private static String[] columns(Optional<String> workflow, String first, String... others) {
        return Stream.concat(workflow.isPresent() ? Stream.<String>empty() : Stream.of(first), Stream.of(others))
                .toArray(String[]::new);
    }

    private static String by(JsonNode row) {
        var user = row.path("initiator").path("user");
        return user.isObject() ? text(user, "name") : user.asString(text(row.path("initiator"), "type"));
    }
}
