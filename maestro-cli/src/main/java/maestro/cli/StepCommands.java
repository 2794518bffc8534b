package maestro.cli;

import static maestro.cli.WorkflowCommands.text;

import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro step …}: see steps of an instance and act on them. */
@Command(name = "step", addMethodSubcommands = false,
        description = "Read steps of an instance, restart, skip and end them.")
final class StepCommands {
    private static final String ID = "Id of the workflow.";
    private static final String NUMBER = "Number of the instance, or latest.";

    private static final String RUN = "Number of the run. Default: the latest.";

    private final Terminal terminal;

    StepCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(description = "Tell which actions a step in each status can take.")
    void actions(@Mixin ServerOptions options) {
        var session = Session.of(terminal, options);
        var map = session.api().get(Api.path("workflows", "steps", "instances", "action-map"));
        session.show(map, () -> WorkflowText.actions(map));
    }

    @Command(description = "List the steps of a run.")
    void list(
            @Mixin ServerOptions options,
            @Parameters(index = "0", paramLabel = "WORKFLOW", description = ID) String workflow,
            @Parameters(index = "1", arity = "0..1", paramLabel = "INSTANCE", defaultValue = "latest",
                    description = NUMBER)
            String instance,
            @Option(names = "--run", paramLabel = "N", description = RUN) Optional<Long> run) {
        var session = Session.of(terminal, options);
        long number = InstanceCommands.number(session.api(), workflow, instance);
        var path = Api.path("workflows", workflow, "instances", number);
        var steps = session.api().get(path + run.map(of -> "/runs/" + of).orElse("") + "/steps");
        if (steps.isEmpty()) InstanceCommands.view(session.api(), workflow, instance, run);
        session.show(steps, () -> {
            var table = new Table("STEP", "ATTEMPT", "STATUS", "STARTED", "DURATION");
            steps.forEach(step -> {
                var state = step.path("runtime_state");
                table.row(text(step, "step_id"), text(step, "step_attempt_id"), text(state, "status"),
                        Times.moment(state.path("start_time")),
                        Times.between(state.path("start_time"), state.path("end_time"), Instant.now()));
            });
            return table;
        });
    }

    @Command(description = "Show an attempt of a step, the latest one if none is named.")
    void get(
            @Mixin ServerOptions options,
            @Mixin StepTarget target,
            @Option(names = "--run", paramLabel = "N", description = RUN) Optional<Long> run,
            @Option(names = "--attempt", paramLabel = "N", description = "Number of the attempt. Default: the latest.")
            Optional<Long> attempt) {
        var session = Session.of(terminal, options);
        var view = session.api().get(target.path(session.api(), run, attempt));
        session.show(view, () -> StepText.attempt(view));
    }

    @Command(description = "Run a step again: as a new attempt if its run goes on, else in a new run from there.")
    void restart(
            @Mixin ServerOptions options,
            @Mixin RestartOptions restart,
            @Mixin StepTarget target,
            @Mixin StepTarget.Waiting waiting) {
        var session = Session.of(terminal, options);
        StepActions.restart(session, target.place(session.api()), restart, waiting);
    }

    @Command(description = "End a step as STOPPED.")
    void stop(@Mixin ServerOptions options, @Mixin StepTarget target, @Mixin StepTarget.Waiting waiting) {
        act(options, target, waiting, "stop");
    }

    @Command(description = "End a step as FATALLY_FAILED; its failure mode applies.")
    void kill(@Mixin ServerOptions options, @Mixin StepTarget target, @Mixin StepTarget.Waiting waiting) {
        act(options, target, waiting, "kill");
    }

    @Command(description = "End a step as SKIPPED, and go on behind it.")
    void skip(@Mixin ServerOptions options, @Mixin StepTarget target, @Mixin StepTarget.Waiting waiting) {
        act(options, target, waiting, "skip");
    }

    @Command(description = "Let a step no longer wait for signals.")
    void bypass(@Mixin ServerOptions options, @Mixin StepTarget target, @Mixin StepTarget.Waiting waiting) {
        act(options, target, waiting, "bypass");
    }

    private void act(ServerOptions options, StepTarget target, StepTarget.Waiting waiting, String action) {
        var session = Session.of(terminal, options);
        StepActions.act(session, target.place(session.api()), waiting, action);
    }
}
