package maestro.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import maestro.store.embedded.EmbeddedPostgres;
import tools.jackson.databind.node.ObjectNode;

/**
 * Three servers on a PostgreSQL of their own, with clients that start runs through all of them, while processes are
 * killed and paused and lines are cut. Runs have processes that leave their attempt key in a file, retries, loops and
 * calls of other workflows; some may go on only one at a time, or with two processes. Afterwards everything is looked
 * at. One use.
 */
final class Chaos {
    private static final int NODES = 3;
    private static final int WORKFLOWS = 12;
    private static final int LIMITED = 2;
    private static final int CLIENTS = 6;
    private static final int LEASE_SECONDS = 3;
    private static final long PAUSE_MILLIS = 300;

    private final Path folder;
    private final Optional<Path> launcher;
    private final Optional<Path> older;
    private final long seed;
    private final Path journal;
    private final Path limitedJournal;

    /**
     * @param launcher the {@code maestro} command; empty: the classes of this process
     * @param older that of another version, with which all nodes begin; then they change theirs in turn, and back
     */
    Chaos(Path folder, Optional<Path> launcher, Optional<Path> older, long seed) {
        this.folder = folder;
        this.launcher = launcher;
        this.older = older;
        this.seed = seed;
        this.journal = folder.resolve("attempt-keys");
        this.limitedJournal = folder.resolve("limited-processes");
    }

    /**
     * Plays for some seconds, then waits until all is settled.
     *
     * @throws IllegalStateException when something is not as it must be; the message says all of it
     */
    ObjectNode play(int seconds) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var nodes = new ArrayList<ChaosNode>();
        try (var postgres = EmbeddedPostgres.start(folder.resolve("postgres"))) {
            var database = postgres.config();
            try {
                for (int i = 1; i <= NODES; i++) {
                    var node = new ChaosNode("node-" + i, database, folder, launcher, older, LEASE_SECONDS);
                    nodes.add(node);
                    node.launch();
                }
                for (var node : nodes) {
                    node.launchUntilReady(60);
                }
                var load = new ChaosLoad(nodes.stream().map(ChaosNode::address).toList());
                var check = new ChaosCheck(database, load, journal, limitedJournal);
                var faults = new ChaosFaults(
                        nodes, older.isPresent(), postgres::pid, check::shardsOf, LEASE_SECONDS * 1_000L, seed);
                return play(seconds, nodes, load, faults, check);
            } finally {
                nodes.forEach(ChaosNode::close);
            }
        }
    }

    private ObjectNode play(
            int seconds, List<ChaosNode> nodes, ChaosLoad load, ChaosFaults faults, ChaosCheck check)
            throws InterruptedException {
        var pairs = pushed(load);
        var limited = limited(load);
        var started = new ArrayList<>(pairs.keySet());
        limited.forEach(workflow -> started.add(workflow.id()));
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        var broken = new AtomicReference<Throwable>();
        var clients = new ArrayList<Thread>();
        for (int c = 0; c < CLIENTS; c++) {
            long own = seed + c;
            clients.add(Thread.ofPlatform().name("client-" + c).start(() -> {
                try {
                    load.client(started, own, until, PAUSE_MILLIS);
                } catch (InterruptedException | RuntimeException error) {
                    broken.set(error);
                }
            }));
        }
        faults.breakUntil(until);
        for (var node : nodes) {
            node.launchUntilReady(60);
        }
        for (var client : clients) {
            client.join();
        }
        if (broken.get() != null) {
            throw new IllegalStateException("a client was refused, seed " + seed, broken.get());
        }
        var figures = faults.figures();
        figures.put("seconds", seconds).setAll(load.figures());
        figures.setAll(check.look(pairs, limited));
        if (!check.wrong().isEmpty()) {
            throw new IllegalStateException("seed " + seed + ", see " + folder + ": "
                    + String.join("; ", check.wrong()) + "\n" + figures);
        }
        return figures;
    }

    private List<Limited> limited(ChaosLoad load) throws InterruptedException {
        var limited = new ArrayList<Limited>();
        for (int i = 0; i < LIMITED; i++) {
            limited.addAll(Limited.each("-" + i, limitedJournal));
        }
        for (var workflow : limited) {
            load.push(workflow.definition());
        }
        return limited;
    }

    /** Each workflow and the one that it calls; many, so that they live on all nodes. */
    private Map<String, String> pushed(ChaosLoad load) throws InterruptedException {
        var pairs = new LinkedHashMap<String, String>();
        for (int i = 0; i < WORKFLOWS; i++) {
            String workflow = "chaos-" + i;
            String called = workflow + "-called";
            load.push(Definition.called(called, 1_000));
            load.push(Definition.mixed(workflow, 1_000, called, journal, "0.3"));
            pairs.put(workflow, called);
        }
        return pairs;
    }
}
