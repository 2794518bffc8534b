package maestro.cli;

import static maestro.cli.WorkflowCommands.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import maestro.core.loop.Rank;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code maestro loop …}: the iterations of a loop and of all loops in it, by any step in there. */
@Command(name = "loop", addMethodSubcommands = false,
        description = "Read iterations of loops, however deeply nested, and act on their steps.")
final class LoopCommands {
    private static final String ITERATION = "Its number, on all levels, like 3-12.";

    private final Terminal terminal;

    LoopCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The step and the run. */
    static final class Target {
        @Parameters(index = "0", paramLabel = "WORKFLOW", description = "Id of the workflow.")
        private String workflow;

        @Parameters(index = "1", paramLabel = "INSTANCE", description = "Number of the instance, or latest.")
        private String instance;

        @Parameters(index = "2", paramLabel = "STEP", description = "Id of a step in the loop, at any depth.")
        private String step;

        @Option(names = "--run", paramLabel = "N", description = "Number of the run. Default: the latest.")
        private Optional<Long> run = Optional.empty();

        RunId run(Api api) {
            return InstanceCommands.run(api, workflow, instance, run);
        }

        /** Of the view of all iterations. */
        String path(Api api) {
            var of = run(api);
            return Api.path("views", "flatten", "workflows", workflow, "instances", of.instance(), "runs", of.run(),
                    "steps", step);
        }

        StepPlace place(Api api, String iteration) {
            return StepPlace.inIteration(api, run(api), step, iteration);
        }

        StepActions.Place action(Api api, String iteration) {
            return StepTarget.inIteration(api, run(api), step, iteration);
        }
    }

    @Command(description = "List iterations in their order, with the loop params of all levels.")
    void list(
            @Mixin ServerOptions options,
            @Mixin Target target,
            @Option(names = "--status", paramLabel = "A,B", description = "Only those in these statuses.")
            Optional<String> statuses,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "50",
                    description = "At most this many, up to 200. Default: ${DEFAULT-VALUE}.")
            int limit,
            @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on where an earlier page ended.")
            Optional<String> cursor) {
        var session = Session.of(terminal, options);
        var query = new StringBuilder("?first=" + limit);
        ListOptions.add(query, "statuses", statuses);
        ListOptions.add(query, "cursor", cursor);
        var page = session.api().get(target.path(session.api()) + query);
        if (page.path("elements").isEmpty()) requireStep(session.api(), target);
        session.show(page, () -> {
            if (page.path("elements").isEmpty()) return "No iterations" + statuses.map(_ -> " like this").orElse("") + ".";
            var info = page.path("page_info");
            return table(page.path("elements")).note(info.path("has_next_page").asBoolean(false)
                    ? "More with --cursor " + text(info, "end_cursor") : "");
        });
    }

    private static Table table(JsonNode rows) {
        var table = new Table("ITERATION", "STATUS", "ATTEMPT", "STARTED", "DURATION", "PARAMS");
        for (var row : rows) {
            var params = new StringJoiner(", ");
            row.path("loop_params").properties()
                    .forEach(param -> params.add(param.getKey() + "=" + param.getValue().asString("")));
            var state = row.path("step_runtime_state");
            table.row(number(row), text(state, "status"), text(row.path("leaf_step_instance_ref"), "step_attempt_id"),
                    Times.moment(state.path("start_time")),
                    Times.between(state.path("start_time"), state.path("end_time"), Instant.now()), params);
        }
        return table;
    }

    /** As people count: 2-10, where the wire says 12-210. */
    static String number(JsonNode iteration) {
        var rank = iteration.path("iteration_rank").asString("");
        return Rank.ofText(rank)
                .map(known -> known.numbers().stream().map(String::valueOf).collect(Collectors.joining("-")))
                .orElse(rank);
    }

    private static void requireStep(Api api, Target target) {
        var run = api.get(target.run(api).path());
        var inLoops = new ArrayList<String>();
        run.path("runtime_workflow").path("steps").forEach(step -> LoopSteps.inside(step).forEach(inLoops::add));
        if (inLoops.contains(target.step)) return;
        throw new CliFailure(Exit.NOT_FOUND, "[" + target.step + "] is no step in a loop of " + target.workflow,
                inLoops.isEmpty() ? "It has no loops." : "Steps in its loops: " + String.join(", ", inLoops) + ".");
    }

    @Command(description = "Show one iteration.")
    void get(
            @Mixin ServerOptions options,
            @Mixin Target target,
            @Parameters(index = "3", paramLabel = "ITERATION", description = ITERATION) String iteration) {
        var session = Session.of(terminal, options);
        var answer = session.api().get(target.path(session.api()) + "/iterations/" + Api.encode(iteration));
        session.show(answer, () -> table(Json.object().putArray("one").add(answer)));
    }

    @Command(description = "Count iterations by status, with one that stands for them and some values of params.")
    void summary(@Mixin ServerOptions options, @Mixin Target target) {
        var session = Session.of(terminal, options);
        var answer = session.api().get(target.path(session.api()) + "/summary?statusCount=true");
        if (answer.path("count_by_status").isEmpty()) requireStep(session.api(), target);
        session.show(answer, () -> {
            var table = new Table("STATUS", "ITERATIONS");
            answer.path("count_by_status").properties().forEach(row -> table.row(row.getKey(), row.getValue().asString()));
            var notes = new ArrayList<String>();
            answer.path("loop_param_values").properties().forEach(param -> notes.add(
                    param.getKey() + ": " + param.getValue().valueStream().map(JsonNode::asString)
                            .collect(Collectors.joining(", "))));
            var one = answer.path("representative_iteration");
            if (one.isObject()) notes.add("for instance: iteration " + number(one));
            return table.note(notes.isEmpty() ? "" : "\n" + String.join("\n", notes));
        });
    }

    @Command(description = "Print the output of a step in one iteration.")
    void logs(
            @Mixin ServerOptions options,
            @Mixin Target target,
            @Parameters(index = "3", paramLabel = "ITERATION", description = ITERATION) String iteration,
            @Option(names = "--attempt", paramLabel = "N", description = "Number of the attempt. Default: the latest.")
            Optional<Long> attempt,
            @Option(names = {"-f", "--follow"}, description = "Go on with new lines until the attempt ends.")
            boolean follow) {
        var session = Session.of(terminal, options);
        var place = target.place(session.api(), iteration);
        StepActions.logs(session, place.run(), place.step(), attempt.or(() -> Optional.of(place.attempt())), follow);
    }

    @Command(description = "Show what a step in one iteration waits for, does, or was ended by.")
    void why(
            @Mixin ServerOptions options,
            @Mixin Target target,
            @Parameters(index = "3", paramLabel = "ITERATION", description = ITERATION) String iteration) {
        var session = Session.of(terminal, options);
        var reasons = session.api().get(
                target.place(session.api(), iteration).whyPath());
        session.show(reasons, () -> WhyCommand.tree(reasons));
    }

    @Command(description = "Run a step of one iteration again: in its run if that goes on, else in a new run from there.")
    void restart(
            @Mixin ServerOptions options,
            @Mixin RestartOptions restart,
            @Mixin Target target,
            @Parameters(index = "3", paramLabel = "ITERATION", description = ITERATION) String iteration,
            @Mixin StepTarget.Waiting waiting) {
        var session = Session.of(terminal, options);
        StepActions.restart(session, target.action(session.api(), iteration), restart, waiting);
    }

    @Command(description = "End a step of one iteration as SKIPPED, and go on behind it.")
    void skip(
            @Mixin ServerOptions options,
            @Mixin Target target,
            @Parameters(index = "3", paramLabel = "ITERATION", description = ITERATION) String iteration,
            @Mixin StepTarget.Waiting waiting) {
        act(options, target, iteration, waiting, "skip");
    }

    @Command(description = "End a step of one iteration as STOPPED.")
    void stop(
            @Mixin ServerOptions options,
            @Mixin Target target,
            @Parameters(index = "3", paramLabel = "ITERATION", description = ITERATION) String iteration,
            @Mixin StepTarget.Waiting waiting) {
        act(options, target, iteration, waiting, "stop");
    }

    @Command(description = "End a step of one iteration as FATALLY_FAILED; its failure mode applies.")
    void kill(
            @Mixin ServerOptions options,
            @Mixin Target target,
            @Parameters(index = "3", paramLabel = "ITERATION", description = ITERATION) String iteration,
            @Mixin StepTarget.Waiting waiting) {
        act(options, target, iteration, waiting, "kill");
    }

    private void act(
            ServerOptions options, Target target, String iteration, StepTarget.Waiting waiting, String action) {
        var session = Session.of(terminal, options);
        StepActions.act(session, target.action(session.api(), iteration), waiting, action);
    }
}
