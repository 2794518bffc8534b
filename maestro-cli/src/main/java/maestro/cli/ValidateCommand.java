package maestro.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code maestro validate FILE…}: would the server take these definitions? */
@Command(name = "validate", description = "Check definitions against a server without storing them.")
final class ValidateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ServerOptions options;

    @Parameters(arity = "1..*", paramLabel = "FILE",
            description = "Create request (JSON or YAML) or YAML definition; - reads standard input.")
    private List<Path> files;

    ValidateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Checks every file, also after one that is wrong; the exit code is the first failure's. */
    @Override
    public Integer call() {
        var session = Session.of(terminal, options);
        int code = Exit.OK.code();
        for (var path : files) {
            try {
                var file = DefinitionFile.read(path);
                var answer = file.validate(session.api());
                session.show(answer, () -> file.name() + ": valid" + Warnings.text(answer));
            } catch (CliFailure e) {
                terminal.err().println(e.text());
                if (code == Exit.OK.code()) code = e.exit().code();
                if (e.exit() == Exit.UNREACHABLE) break;
            }
        }
        return code;
    }
}
