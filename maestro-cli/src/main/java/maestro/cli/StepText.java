package maestro.cli;

import static maestro.cli.WorkflowCommands.text;

import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One attempt of a step as text for people. Pure. */
final class StepText {
    private static final int VALUE_MAX = 200;

    private StepText() {}

    static Table attempt(JsonNode view) {
        var state = view.path("runtime_state");
        var definition = view.path("definition").propertyStream().findFirst().map(Map.Entry::getValue)
                .orElse(Json.object());
        var table = new Table("STEP", text(view, "step_id"))
                .row("type", text(definition, "type"))
                .row("run", text(view, "workflow_id") + " instance " + text(view, "workflow_instance_id") + " run "
                        + text(view, "workflow_run_id"))
                .row("attempt", text(view, "step_attempt_id"))
                .row("status", text(state, "status"))
                .row("created", Times.moment(state.path("create_time")))
                .row("started", Times.moment(state.path("start_time")))
                .row("ended", Times.moment(state.path("end_time")))
                .row("duration", Times.between(state.path("start_time"), state.path("end_time"), Instant.now()));
        var progress = LoopProgress.of(view.path("artifacts"));
        if (!progress.isEmpty()) table.row("iterations", progress);
        view.path("params").properties().forEach(param -> table.row("param " + param.getKey(),
                value(param.getValue().path("evaluated_result"))));
        for (var entry : view.path("timeline")) {
            table.row(Times.moment(entry.path("timestamp")), entry.path("message").asString(entry.path("status").asString("")));
        }
        return table.note("-o json and -o yaml show all of it.");
    }

    private static String value(JsonNode value) {
        var text = value.isString() ? value.asString() : Json.compact(value);
        return text.length() > VALUE_MAX ? text.substring(0, VALUE_MAX) + " …" : text;
    }
}
