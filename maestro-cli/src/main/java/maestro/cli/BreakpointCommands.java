package maestro.cli;

import static maestro.cli.WorkflowCommands.text;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code maestro breakpoint …}: let steps rest before they begin. */
@Command(name = "breakpoint", addMethodSubcommands = false,
        description = "Let a step rest before it begins, and let it go on.")
final class BreakpointCommands {
    private static final String BASE = Api.path("workflows", "steps", "breakpoints");
    private static final String ID = "Id of the workflow.";
    private static final String STEP = "Id of the step.";

    private final Terminal terminal;

    BreakpointCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(description = "Set a breakpoint: from now on each attempt of the step rests before it begins.")
    void set(
            @Mixin ServerOptions options,
            @Parameters(index = "0", paramLabel = "WORKFLOW", description = ID) String workflow,
            @Parameters(index = "1", paramLabel = "STEP", description = STEP) String step) {
        var session = Session.of(terminal, options);
        var request = Json.object().put("workflow_id", workflow).put("step_id", step);
        var answer = session.api().post(BASE, Api.Body.json(request));
        session.show(answer, () -> "Step %s of %s rests from now on.".formatted(step, workflow));
    }

    @Command(description = "List the breakpoints of a step.")
    void list(
            @Mixin ServerOptions options,
            @Parameters(index = "0", paramLabel = "WORKFLOW", description = ID) String workflow,
            @Parameters(index = "1", paramLabel = "STEP", description = STEP) String step) {
        var session = Session.of(terminal, options);
        var found = session.api().get(BASE + scope(workflow, step));
        session.show(found, () -> {
            var table = new Table("WORKFLOW", "STEP", "SET", "BY");
            found.forEach(row -> table.row(text(row, "workflow_id"), text(row, "step_id"),
                    Times.moment(row.path("create_time")), user(row.path("created_by"))));
            return found.isEmpty() ? "No breakpoint." : table;
        });
    }

    @Command(description = "Delete a breakpoint.")
    void delete(
            @Mixin ServerOptions options,
            @Parameters(index = "0", paramLabel = "WORKFLOW", description = ID) String workflow,
            @Parameters(index = "1", paramLabel = "STEP", description = STEP) String step,
            @Option(names = "--keep-paused", description = "Attempts that rest go on resting.") boolean keepPaused) {
        var session = Session.of(terminal, options);
        var answer = session.api().delete(BASE + scope(workflow, step) + (keepPaused ? "&resume=false" : ""));
        session.show(answer, () -> text(answer.path("timeline_event"), "message"));
    }

    @Command(description = "List the attempts that rest at a breakpoint.")
    void paused(
            @Mixin ServerOptions options,
            @Parameters(index = "0", paramLabel = "WORKFLOW", description = ID) String workflow,
            @Parameters(index = "1", paramLabel = "STEP", description = STEP) String step) {
        var session = Session.of(terminal, options);
        var found = session.api().get(BASE + "/paused-step-attempts" + scope(workflow, step));
        session.show(found, () -> {
            var table = new Table("WORKFLOW", "INSTANCE", "RUN", "STEP", "ATTEMPT", "SINCE");
            found.forEach(row -> table.row(text(row, "workflow_id"), text(row, "workflow_instance_id"),
                    text(row, "workflow_run_id"), text(row, "step_id"), text(row, "step_attempt_id"),
                    Times.moment(row.path("create_time"))));
            return found.isEmpty() ? "No attempt rests there." : table;
        });
    }

    @Command(description = "Let one attempt that rests go on; the breakpoint stays.")
    void resume(
            @Mixin ServerOptions options,
            @Parameters(index = "0", paramLabel = "WORKFLOW", description = ID) String workflow,
            @Parameters(index = "1", paramLabel = "INSTANCE", description = "Number of the instance, or latest.")
            String instance,
            @Parameters(index = "2", paramLabel = "STEP", description = STEP) String step) {
        var session = Session.of(terminal, options);
        long number = InstanceCommands.number(session.api(), workflow, instance);
        var at = session.api().get(Api.path("workflows", workflow, "instances", number, "steps", step));
        var attempt = Api.path("workflows", "steps", "breakpoints", workflow, "instances", number,
                "runs", text(at, "workflow_run_id"), "steps", step, "attempts", text(at, "step_attempt_id"));
        var answer = session.api().put(attempt + "/actions/resume");
        session.show(answer, () -> "Step %s of instance %d goes on.".formatted(step, number));
    }

    private static String scope(String workflow, String step) {
        return "?workflowId=" + Api.encode(workflow) + "&stepId=" + Api.encode(step);
    }

    private static String user(JsonNode user) {
        return user.isString() ? user.asString() : text(user, "name");
    }
}
