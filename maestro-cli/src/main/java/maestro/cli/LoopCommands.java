package maestro.cli;

import static maestro.cli.WorkflowCommands.text;

import java.util.Optional;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro loop …}: the iterations of a loop and of all loops in it, or of any step in there. */
@Command(name = "loop", description = "Read iterations of loops, however deeply nested.")
final class LoopCommands {
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

        String path(Api api) {
            var of = InstanceCommands.run(api, workflow, instance, run);
            return Api.path("views", "flatten", "workflows", workflow, "instances", of.instance(), "runs", of.run(),
                    "steps", step);
        }
    }

    @Command(description = "List iterations in their order, with the loop params of all levels.")
    void list(
            @Mixin ServerOptions options,
            @Mixin Target target,
            @Option(names = "--status", paramLabel = "A,B", description = "Only those in these statuses.")
            Optional<String> statuses,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "50",
                    description = "At most so many, up to 200. Default: ${DEFAULT-VALUE}.")
            int limit,
            @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on where an earlier page ended.")
            Optional<String> cursor) {
        var session = Session.of(terminal, options);
        var query = new StringBuilder("?first=" + limit);
        ListOptions.add(query, "statuses", statuses);
        ListOptions.add(query, "cursor", cursor);
        var page = session.api().get(target.path(session.api()) + query);
        session.show(page, () -> {
            var table = new Table("RANK", "STATUS", "STARTED", "PARAMS");
            page.path("elements").forEach(row -> {
                var params = new StringJoiner(", ");
                row.path("loop_params").properties()
                        .forEach(param -> params.add(param.getKey() + "=" + param.getValue().asString("")));
                var state = row.path("step_runtime_state");
                table.row(text(row, "iteration_rank"), text(state, "status"), Times.moment(state.path("start_time")),
                        params);
            });
            return table;
        });
    }

    @Command(description = "Show one iteration.")
    void get(
            @Mixin ServerOptions options,
            @Mixin Target target,
            @Parameters(index = "3", paramLabel = "ITERATION", description = "Its numbers on all levels, like 3-12.")
            String iteration) {
        var session = Session.of(terminal, options);
        var answer = session.api().get(target.path(session.api()) + "/iterations/" + Api.encode(iteration));
        session.show(answer, () -> Yaml.print(answer).stripTrailing());
    }

    @Command(description = "Count iterations by status, with one that stands for them and some values of params.")
    void summary(@Mixin ServerOptions options, @Mixin Target target) {
        var session = Session.of(terminal, options);
        var answer = session.api().get(target.path(session.api()) + "/summary?statusCount=true");
        session.show(answer, () -> Yaml.print(answer).stripTrailing());
    }
}
