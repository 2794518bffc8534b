package maestro.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import maestro.core.check.Finding.Severity;
import maestro.core.definition.DefinitionCheck;
import maestro.core.definition.Problem;
import maestro.model.source.SourceDocument.Place;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro validate FILE…}: all that is wrong with definitions, without a server or with one. */
@Command(name = "validate", description = {"Check definitions without storing them; all problems are told at once.",
    "It needs no server. With one that is named, what only the server knows is checked too."})
final class ValidateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--server", paramLabel = "URL",
            description = "Server to ask as well: it knows job templates and other workflows. Default: MAESTRO_SERVER, "
                    + "else none.")
    private Optional<String> server = Optional.empty();

    @Option(names = "--user", paramLabel = "NAME",
            description = "Who asks the server. Default: MAESTRO_USER, else the system user.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--strict", description = "Warnings fail, too.")
    private boolean strict;

    @Option(names = {"-o", "--output"}, paramLabel = "FORMAT", defaultValue = "text",
            description = "How to print the problems: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private ProblemReport.Format format = ProblemReport.Format.text;

    @Parameters(arity = "1..*", paramLabel = "FILE",
            description = "Create request (JSON or YAML) or YAML definition; - reads standard input.")
    private List<Path> files;

    ValidateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Checks every file, also after one that is wrong; the exit code is the first failure's. */
    @Override
    public Integer call() {
        var api = ServerOptions.named(server, user, terminal.env());
        var checked = new ArrayList<ProblemReport.Checked>();
        int code = Exit.OK.code();
        for (var path : files) {
            int its;
            try {
                var file = check(path, api);
                checked.add(file);
                its = file.fails(strict) ? Exit.REFUSED.code() : Exit.OK.code();
            } catch (CliFailure e) {
                terminal.err().println(e.text());
                its = e.exit().code();
            }
            if (code == Exit.OK.code()) code = its;
        }
        ProblemReport.print(checked, format, terminal);
        return code;
    }

    private static ProblemReport.Checked check(Path path, Optional<Api> api) {
        var source = DefinitionFile.source(path);
        var report = DefinitionCheck.of(source.text(), DefinitionCheck.Known.nothing(System.currentTimeMillis()));
        var problems = new ArrayList<>(report.problems());
        if (api.isPresent() && report.valid()) onServer(source, api.get(), problems);
        return new ProblemReport.Checked(source.name(), List.copyOf(problems));
    }

    /** What the server tells beside. */
    private static void onServer(DefinitionFile.Source source, Api api, List<Problem> problems) {
        try {
            var answer = DefinitionFile.of(source).rehearse(api);
            for (var warning : answer.path("warnings")) {
                var message = warning.path("message").asString("");
                if (problems.stream().anyMatch(known -> known.message().equals(message))) continue;
                var written = warning.path("written");
                problems.add(new Problem(Severity.WARNING, warning.path("code").asString("SERVER"),
                        warning.path("path").asString(""),
                        new Place(written.path("path").asString(warning.path("path").asString("")),
                                written.path("line").asInt(0), written.path("column").asInt(0)),
                        message, warning.optional("suggestion").map(node -> node.asString(""))));
            }
        } catch (CliFailure e) {
            if (e.exit() != Exit.REFUSED) throw e;
            // types that only the server knows are no doubt any more
            problems.removeIf(problem -> problem.code().equals("UNKNOWN_TYPE"));
            problems.add(new Problem(Severity.ERROR, "REFUSED", "", new Place("", 0, 0), e.about("the server").getMessage()
                    + String.join("", e.details().stream().map(detail -> "; " + detail).toList()), Optional.empty()));
        }
    }
}
