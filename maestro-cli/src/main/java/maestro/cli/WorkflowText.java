package maestro.cli;

import static maestro.cli.WorkflowCommands.text;

import tools.jackson.databind.JsonNode;

/** Workflows as text for people. Pure. */
final class WorkflowText {
    private WorkflowText() {}

    static Table overview(JsonNode overview) {
        var properties = overview.path("properties_snapshot");
        var strategy = properties.path("run_strategy");
        var table = new Table("WORKFLOW", text(overview, "workflow_id"))
                .row("versions", "latest " + text(overview, "latest_version_id") + ", active "
                        + text(overview, "active_version_id"))
                .row("owner", text(properties, "owner"));
        if (strategy.isObject()) {
            table.row("strategy", text(strategy, "rule") + ", " + text(strategy, "workflow_concurrency") + " at once");
        }
        table.row("steps at once", text(overview, "step_concurrency"));
        overview.path("nonterminal_instances").properties()
                .forEach(status -> table.row(status.getKey(), status.getValue().asString()));
        return table.row("FAILED", text(overview, "failed_instances"))
                .row("latest instance", text(overview, "latest_instance_id"));
    }

    /** What a deletion takes away. */
    static String deletion(JsonNode overview) {
        long live = overview.path("nonterminal_instances").valueStream().mapToLong(count -> count.asLong(0)).sum();
        return "This deletes workflow %s with its %s versions, and all %s instances with their logs%s. It cannot be undone."
                .formatted(text(overview, "workflow_id"), text(overview, "latest_version_id"),
                        overview.path("latest_instance_id").asLong(0), live > 0 ? "; " + live + " are under way" : "");
    }

    /** Properties, one a row. */
    static Table properties(JsonNode snapshot) {
        var table = new Table("PROPERTY", "VALUE");
        snapshot.properties().forEach(property -> table.row(property.getKey(), property.getKey().equals("create_time")
                ? Times.moment(property.getValue()) : flat(property.getValue())));
        return table;
    }

    /** Which actions things in each status take. */
    static Table actions(JsonNode map) {
        var table = new Table("STATUS", "ACTIONS");
        map.properties().forEach(status -> table.row(status.getKey(), String.join(", ",
                status.getValue().valueStream().map(JsonNode::asString).toList()).toLowerCase(java.util.Locale.ROOT)));
        return table;
    }

    private static String flat(JsonNode value) {
        return value.isContainer() ? Json.compact(value) : value.asString();
    }
}
