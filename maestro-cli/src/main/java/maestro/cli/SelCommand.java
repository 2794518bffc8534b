package maestro.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.util.List;
import maestro.sel.Fuzzer;
import maestro.sel.JsonLines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro sel …}: the expression language without a server. */
@Command(name = "sel", addMethodSubcommands = false,
        description = "Try expressions of definitions without a server.")
final class SelCommand {
    private final Terminal terminal;

    SelCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(description = {"Look for defects of the language with random and mutated programs.",
        "The same seed makes the same programs."})
    int fuzz(
            @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: 1.") long seed,
            @Option(names = "--programs", paramLabel = "N", defaultValue = "100000",
                    description = "How many. Default: ${DEFAULT-VALUE}.")
            long programs) {
        long[] defects = {0};
        long values = Fuzzer.run(seed, programs, List.of(), (program, what) -> {
            defects[0]++;
            terminal.out().println(Json.compact(Json.object().put("program", program).put("defect", what.toString())));
        });
        terminal.out().println("seed " + seed + ": " + programs + " programs, " + values + " gave a value, "
                + defects[0] + " defects");
        return defects[0] == 0 ? Exit.OK.code() : Exit.INTERNAL.code();
    }

    @Command(description = {"Evaluate expressions.",
        "Each is answered with one line of JSON: result and type, or error, message, line and column."})
    void eval(
            @Option(names = "--json", description = "Read lines {\"expr\", \"params\"?, \"limits\"?} from standard input.")
            boolean json,
            @Parameters(arity = "0..*", paramLabel = "EXPRESSION", description = "Expressions to evaluate.")
            List<String> expressions) throws IOException {
        var given = expressions == null ? List.<String>of() : expressions;
        if (json == !given.isEmpty()) {
            throw new CliFailure(Exit.USAGE, "give either expressions or --json",
                    "For instance: maestro sel eval '1 + 2', or maestro sel eval --json < lines.jsonl");
        }
        if (json) {
            JsonLines.run(new InputStreamReader(System.in, UTF_8), new OutputStreamWriter(terminal.out(), UTF_8));
            return;
        }
        given.forEach(text -> terminal.out().println(JsonLines.answer(Json.compact(Json.object().put("expr", text)))));
    }
}
