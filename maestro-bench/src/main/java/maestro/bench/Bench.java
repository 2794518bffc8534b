package maestro.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import maestro.model.json.Json;
import maestro.store.DatabaseConfig;
import maestro.store.embedded.EmbeddedPostgres;
import tools.jackson.databind.node.ObjectNode;

/** Starts what is measured, plays the scenarios, prints what they cost. */
public final class Bench {
    private final Options options;
    private final Report report;
    private boolean failed;

    private Bench(Options options) {
        this.options = options;
        report = new Report(options.out());
    }

    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING);
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        var bench = new Bench(options);
        bench.run();
        System.exit(bench.failed ? 1 : 0);
    }

    private void run() throws Exception {
        if (options.databaseUrl().isPresent()) {
            var config = DatabaseConfig.of(options.databaseUrl().get(), options.user(), options.password());
            play(config, options.data().orElseGet(Bench::temporary), postmaster(config));
            return;
        }
        Path folder = options.data().orElseGet(Bench::temporary);
        try (var postgres = EmbeddedPostgres.start(folder)) {
            play(postgres.config(), folder, postgres.pid());
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("maestro-bench");
        } catch (IOException error) {
            throw new IllegalStateException("no temporary folder", error);
        }
    }

    /** The server's main process, when it runs on this machine: the parent of the process that serves us. */
    private static long postmaster(DatabaseConfig config) throws SQLException {
        try (var db = DriverManager.getConnection(config.url(), config.user(), config.password());
                var statement = db.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return ProcessHandle.of(row.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .map(ProcessHandle::pid)
                    .orElse(0L);
        }
    }

    private void play(DatabaseConfig config, Path folder, long databasePid) throws Exception {
        if (options.scenarios().getFirst().startsWith("chaos")) {
            int seconds = number(options.scenarios().getFirst());
            report.add("chaos", new Chaos(
                            folder.resolve("chaos"), options.launcher(), options.older(), System.nanoTime())
                    .play(seconds == 0 ? 600 : seconds));
            report.table();
            return;
        }
        if (options.engine()) {
            try (var target = new EngineTarget(config);
                    var watch = new Watch(config, target.pid(), databasePid)) {
                var scenarios = new Scenarios(target, watch, options);
                for (String scenario : options.scenarios()) {
                    play(scenarios, scenario);
                }
            }
            report.table();
            return;
        }
        try (var server = new ServerProcess(config, folder.resolve("bench-node"), options.launcher())) {
            report.add("first-start", Json.object().put("start_to_ready_ms", Distribution.round(server.start())));
            for (String scenario : options.scenarios()) {
                switch (scenario) {
                    case "startup" -> report.add("startup", startup(server));
                    case "recover" -> {
                        var recovered = new Recovery(server, folder).rounds(options.kills());
                        report.add("recover", recovered);
                        failed = recovered.get("rounds_over_10_s").intValue() > 0;
                    }
                    default -> play(config, databasePid, server, scenario);
                }
            }
        }
        report.table();
    }

    private void play(DatabaseConfig config, long databasePid, ServerProcess server, String scenario)
            throws Exception {
        try (var target = new RestTarget(server.address(), server.pid());
                var watch = new Watch(config, server.pid(), databasePid)) {
            play(new Scenarios(target, watch, options), scenario);
        }
    }

    private ObjectNode startup(ServerProcess server) throws InterruptedException {
        var times = new ArrayList<Double>();
        for (int i = 0; i < options.repeat(); i++) {
            server.close();
            times.add(server.start());
        }
        var result = Json.object().put("server_rss_mb", Host.resident(server.pid()) >> 20);
        result.set("start_to_ready_ms", Distribution.of(times).toJson());
        return result;
    }

    private static int number(String scenario) {
        return scenario.contains(":") ? Integer.parseInt(scenario.substring(scenario.indexOf(':') + 1)) : 0;
    }

    private void play(Scenarios scenarios, String scenario) throws InterruptedException {
        String name = scenario.replaceFirst(":.*", "");
        int number = number(scenario);
        switch (name) {
            case "warmup" -> scenarios.warmup();
            case "chain" -> report.add("chain-" + number, scenarios.chain(number));
            case "wide" -> report.add("wide-" + number, scenarios.wide(number));
            case "foreach" -> report.add("foreach-" + number, scenarios.foreach(number));
            case "big" -> report.add("big-" + number, scenarios.big().withNeighbours(number));
            case "heap" -> report.add("heap-" + number, scenarios.big().heap(number));
            case "stop" -> report.add("stop-" + number, scenarios.big().stop(number));
            case "queue" -> report.add("queue-" + number, scenarios.queue(number));
            case "calls" -> report.add("calls-" + number, scenarios.calls(number));
            case "start" -> report.add("start", scenarios.start());
            case "throughput" -> report.add("throughput", scenarios.throughput());
            case "idle" -> report.add("idle", scenarios.idle(number == 0 ? 10_000 : number));
            case "hostile" -> report.add("hostile", scenarios.hostile(number == 0 ? 1_000 : number));
            case "shell" -> report.add("shell", scenarios.shell());
            case "pages" -> report.add("pages", scenarios.pages());
            case "steady" -> {
                int runs = number == 0 ? 1_000_000 : number;
                var points = new CurveReport(report, options.plots(), "finished_runs");
                report.add("steady", scenarios.curves(points::add).finished(runs));
                points.draw();
            }
            case "waiting" -> {
                var points = new CurveReport(report, options.plots(), "waiting_runs");
                scenarios.curves(points::add).waiting(number == 0 ? 100_000 : number);
                points.draw();
            }
            default -> throw new IllegalArgumentException("there is no scenario " + scenario + "\n" + Options.USAGE);
        }
    }
}
