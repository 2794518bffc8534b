package maestro.cli;

import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code maestro instance explain}: where the values of params came from. */
@Command(name = "explain", description = {"Tell where the values of params came from.",
    "Of a run's workflow params, or of one step's: who gave each value, and what an expression was made of."})
final class ExplainCommand implements Callable<Integer> {
    private static final int VALUE_CHARS = 40;

    private final Terminal terminal;

    @Mixin
    private ServerOptions options;

    @Parameters(index = "0", paramLabel = "WORKFLOW", description = "Id of the workflow.")
    private String workflow;

    @Parameters(index = "1", arity = "0..1", paramLabel = "INSTANCE", defaultValue = "latest",
            description = "Number of the instance, or latest.")
    private String instance;

    @Parameters(index = "2", arity = "0..1", paramLabel = "STEP",
            description = "Id of a step. Default: the workflow's own params.")
    private Optional<String> step;

    @Option(names = "--run", paramLabel = "N", description = "Number of the run. Default: the latest.")
    private Optional<Long> run;

    @Option(names = "--all", description = "The defaults of the system as well.")
    private boolean all;

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var session = Session.of(terminal, options);
        var id = RunId.of(InstanceCommands.view(session.api(), workflow, instance, run));
        var path = step.map(name -> Api.path(
                        "workflows", workflow, "instances", id.instance(), "runs", id.run(), "steps", name,
                        "attempts", "latest"))
                .orElse(id.path());
        var params = session.api().get(path + "?explain=params").path("params");
        session.show(params, () -> table(params));
        return Exit.OK.code();
    }

    private Table table(JsonNode params) {
        var table = new Table("PARAM", "VALUE", "FROM", "MADE OF");
        int hidden = 0;
        for (var param : params.properties()) {
            var provenance = param.getValue().path("provenance");
            if (!all && text(provenance, "origin").equals("SYSTEM_DEFAULT")) {
                hidden++;
                continue;
            }
            table.row(param.getKey(), value(param.getValue()), origin(provenance), inputs(param.getValue(), provenance));
        }
        return table.note(hidden > 0 ? "(and " + hidden + " defaults of the system: --all shows them)" : "");
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    private static String value(JsonNode param) {
        var result = param.path("evaluated_result");
        var text = result.isString() ? result.asString() : Json.compact(result);
        var line = text.replace('\n', ' ');
        return line.length() > VALUE_CHARS ? line.substring(0, VALUE_CHARS - 1) + "…" : line;
    }

    private static String origin(JsonNode provenance) {
        var origin = switch (text(provenance, "origin")) {
            case "DEFINITION" -> "definition, version " + text(provenance, "workflow_version_id");
            case "RUN_PARAMS" -> "run params" + by(provenance);
            case "RESTART_PARAMS" -> "restart params" + by(provenance);
            case "PARENT_STEP" -> "step " + text(provenance, "step_id") + " of " + text(provenance, "workflow_id")
                    + (provenance.has("iteration") ? ", iteration " + text(provenance, "iteration") : "");
            case "STEP_OUTPUT" -> "output of the step";
            case "SYSTEM_DEFAULT" -> "system default";
            case "" -> "engine";
            default -> text(provenance, "origin").toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        };
        return provenance.path("carried_over").asBoolean(false) ? origin + ", kept by the restart" : origin;
    }

    private static String by(JsonNode provenance) {
        return provenance.has("user") ? " by " + text(provenance, "user") : "";
    }

    private static String inputs(JsonNode param, JsonNode provenance) {
        var inputs = new ArrayList<String>();
        provenance.path("inputs").forEach(input -> inputs.add(text(input, "name") + switch (text(input, "kind")) {
            case "WORKFLOW_PARAM" -> " (workflow)";
            case "OWN_PARAM" -> " (step)";
            case "STEP_PARAM" -> " (step " + text(input, "step_id") + ")";
            case "SIGNAL" -> " (signal)";
            default -> "";
        }));
        var expression = param.has("expression") ? text(param, "expression") : text(provenance, "written_expression");
        if (expression.isEmpty()) return String.join(", ", inputs);
        return inputs.isEmpty() ? expression : expression + "  <- " + String.join(", ", inputs);
    }
}
