package maestro.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code maestro instance why}: what a run or a step waits for, as a tree. */
@Command(name = "why", description = "Tell what a run or one of its steps waits for, what it does, or what ended it.")
final class WhyCommand implements Callable<Integer> {
    private static final String INDENT = "  ";

    private final Terminal terminal;

    @Mixin
    private ServerOptions options;

    @Parameters(index = "0", paramLabel = "WORKFLOW", description = "Id of the workflow.")
    private String workflow;

    @Parameters(index = "1", arity = "0..1", paramLabel = "INSTANCE", defaultValue = "latest",
            description = "Number of the instance, or latest.")
    private String instance;

    @Parameters(index = "2", arity = "0..1", paramLabel = "STEP", description = "Id of a step. Default: the whole run.")
    private Optional<String> step;

    @Option(names = "--iteration", paramLabel = "N",
            description = "Of a step in a loop: the number of the iteration, on all levels, like 2-1.")
    private Optional<String> iteration;

    @Option(names = "--run", paramLabel = "N", description = "Number of the run. Default: the latest.")
    private Optional<Long> run;

    WhyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var session = Session.of(terminal, options);
        if (iteration.isPresent()) return iteration(session);
        long number = InstanceCommands.number(session.api(), workflow, instance);
        var path = Api.path("workflows", workflow, "instances", number)
                + run.map(id -> "/runs/" + id).orElse("")
                + step.map(id -> "/steps/" + Api.encode(id)).orElse("");
        var reasons = session.api().get(path + "/why");
        session.show(reasons, () -> tree(reasons));
        return Exit.OK.code();
    }

    private int iteration(Session session) {
        if (step.isEmpty()) throw new CliFailure(Exit.USAGE, "which step of the iteration?", "Name a step in the loop.");
        var of = InstanceCommands.run(session.api(), workflow, instance, run);
        var place = StepPlace.inIteration(session.api(), of, step.get(), iteration.orElseThrow());
        var reasons = session.api().get(place.whyPath());
        session.show(reasons, () -> tree(reasons));
        return Exit.OK.code();
    }

    /** One line a reason; what it waits for stands below it, further to the right. */
    static String tree(JsonNode reasons) {
        var text = new StringBuilder();
        append(text, reasons, "");
        return text.toString().stripTrailing();
    }

    private static void append(StringBuilder text, JsonNode reasons, String indent) {
        for (var reason : reasons) {
            text.append(indent).append(reason.path("message").asString("")).append(times(reason)).append('\n');
            append(text, reason.path("children"), indent + INDENT);
        }
    }

    private static String times(JsonNode reason) {
        var times = Stream.of("since", "until")
                .filter(name -> reason.path(name).isNumber())
                .map(name -> name + " " + Times.moment(reason.path(name)))
                .collect(Collectors.joining(", "));
        return times.isEmpty() ? "" : " (" + times + ")";
    }
}
