package maestro.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the command line asks for.
 *
 * @param engine the engine in this process instead of a server behind HTTP
 * @param data folder of the embedded database; empty: a new temporary one
 * @param databaseUrl a running PostgreSQL instead of the embedded one, with user and password
 * @param launcher the {@code maestro} command to start servers with; empty: the classes of this process
 * @param older the {@code maestro} command of another version, for {@code chaos}
 * @param repeat runs of each latency scenario
 * @param starts runs of {@code start} and {@code shell}
 * @param runs runs of {@code throughput}
 * @param clients threads that start runs at once
 * @param plots folder for the curves of {@code steady} and {@code waiting}
 * @param out where JSON lines go besides standard output
 */
record Options(
        boolean engine,
        Optional<Path> data,
        Optional<Path> launcher,
        Optional<Path> older,
        Optional<String> databaseUrl,
        String user,
        String password,
        int repeat,
        int starts,
        int runs,
        int clients,
        int kills,
        Optional<Path> plots,
        Optional<Path> out,
        List<String> scenarios) {
    static final String USAGE = """
            usage: Bench [OPTION]... SCENARIO...
            scenarios: warmup chain:N start throughput wide:N foreach:N big:N heap:N stop:N queue:N calls:N idle[:N] shell
                       startup recover steady[:N] waiting[:N] pages hostile[:N]
                       chaos[:SECONDS]  (600 seconds; to be played alone)
            options:
              --engine               the engine in this process, without HTTP
              --launcher FILE        the maestro command to start servers with (default: these classes)
              --older FILE           the maestro command of an older version: chaos begins with it, then nodes change
                                     theirs in turn, and back
              --data DIR             folder of the embedded database (default: a temporary one)
              --database-url URL     a PostgreSQL that runs (JDBC)
              --user NAME            its user (postgres)
              --password TEXT        the user's password (none)
              --repeat N             runs of chain, wide, foreach and calls (5)
              --starts N             runs of start and shell (200)
              --runs N               runs of throughput (4000)
              --clients N            clients of throughput (8)
              --kills N              crashes of recover (20)
              --plots DIR            draws the curves of steady and waiting as SVG
              --out FILE             adds the JSON lines to a file""";

    private static final Set<String> VALUED = USAGE.lines()
            .map(line -> line.strip().split(" "))
            .filter(words -> words[0].startsWith("--") && words.length > 1 && !words[1].isEmpty())
            .map(words -> words[0])
            .collect(Collectors.toSet());

    /** @throws IllegalArgumentException when they cannot be understood */
    static Options parse(String... arguments) {
        boolean engine = false;
        var values = new HashMap<String, String>();
        var scenarios = new ArrayList<String>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.equals("--engine")) {
                engine = true;
            } else if (argument.startsWith("--")) {
                if (++i == arguments.length || !VALUED.contains(argument)) {
                    throw new IllegalArgumentException(argument + " is not known or has no value\n" + USAGE);
                }
                values.put(argument, arguments[i]);
            } else {
                scenarios.add(argument);
            }
        }
        if (scenarios.isEmpty()) {
            throw new IllegalArgumentException("no scenario is given\n" + USAGE);
        }
        return new Options(
                engine,
                Optional.ofNullable(values.get("--data")).map(Path::of),
                Optional.ofNullable(values.get("--launcher")).map(Path::of),
                Optional.ofNullable(values.get("--older")).map(Path::of),
                Optional.ofNullable(values.get("--database-url")),
                values.getOrDefault("--user", "postgres"),
                values.getOrDefault("--password", ""),
                number(values, "--repeat", 5),
                number(values, "--starts", 200),
                number(values, "--runs", 4_000),
                number(values, "--clients", 8),
                number(values, "--kills", 20),
                Optional.ofNullable(values.get("--plots")).map(Path::of),
                Optional.ofNullable(values.get("--out")).map(Path::of),
                List.copyOf(scenarios));
    }

    private static int number(Map<String, String> values, String name, int usual) {
        return values.containsKey(name) ? Integer.parseInt(values.get(name)) : usual;
    }
}
