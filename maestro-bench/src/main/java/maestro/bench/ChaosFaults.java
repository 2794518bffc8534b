package maestro.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import maestro.model.json.Json;
import maestro.testkit.store.CuttableProxy;
import maestro.testkit.store.CuttableProxy.Mode;
import tools.jackson.databind.node.ObjectNode;

/** Breaks a cluster, one thing after another, from a seed. One thread. */
final class ChaosFaults {
    private enum Fault {
        KILL_AND_RESTART, KILL_AND_STAY_AWAY, PAUSE, STOP_CLEANLY, DATABASE_KILL, DATABASE_RESTART, DATABASE_LINE_CUT,
        DATABASE_LINE_REFUSES, DATABASE_LINE_BLACK_HOLE, NODE_LINE_CUT, NODE_LINE_BLACK_HOLE, CHANGE_VERSION
    }

    private static final int VERSIONS_A_ROUND = 3;

    private final List<ChaosNode> nodes;
    private final boolean versions;
    private final LongSupplier databasePid;
    private final ToLongFunction<String> shardsOf;
    private final long leaseMillis;
    private final SplittableRandom random;
    private final TreeMap<String, Integer> counts = new TreeMap<>();
    private int changes;
    private final List<Double> takeovers = new ArrayList<>();
    private final List<Double> handOvers = new ArrayList<>();

    /**
     * @param versions whether nodes have two of them: then all change theirs in turn, and back
     * @param shardsOf how many shards a node owns, asked of the database itself
     */
    ChaosFaults(
            List<ChaosNode> nodes, boolean versions, LongSupplier databasePid, ToLongFunction<String> shardsOf, long leaseMillis,
            long seed) {
        this.nodes = nodes;
        this.versions = versions;
        this.databasePid = databasePid;
        this.shardsOf = shardsOf;
        this.leaseMillis = leaseMillis;
        this.random = new SplittableRandom(seed);
    }

    /** Each kind once in a random order, again and again until it is time; ends with everything well. */
    void breakUntil(long untilNanos) throws InterruptedException {
        while (System.nanoTime() < untilNanos) {
            var kinds = round();
            while (!kinds.isEmpty() && System.nanoTime() < untilNanos) {
                var fault = kinds.remove(random.nextInt(kinds.size()));
                counts.merge(fault.name().toLowerCase(java.util.Locale.ROOT), 1, Integer::sum);
                commit(fault, nodes.get(random.nextInt(nodes.size())));
                TimeUnit.MILLISECONDS.sleep(random.nextLong(200, 1_500));
            }
        }
    }

    private List<Fault> round() {
        var kinds = new ArrayList<>(List.of(Fault.values()));
        if (versions) {
            kinds.addAll(Collections.nCopies(VERSIONS_A_ROUND - 1, Fault.CHANGE_VERSION));
        } else {
            kinds.remove(Fault.CHANGE_VERSION);
        }
        return kinds;
    }

    private void commit(Fault fault, ChaosNode node) throws InterruptedException {
        switch (fault) {
            case KILL_AND_RESTART -> {
                node.kill();
                node.launchUntilReady(60);
            }
            case KILL_AND_STAY_AWAY -> {
                shardsOf.applyAsLong(node.name); // waits for the database, which may have been killed just before
                node.kill();
                takeovers.add(untilNothingIsOwned(node));
                node.launchUntilReady(60);
            }
            case PAUSE -> {
                node.signal("STOP");
                TimeUnit.MILLISECONDS.sleep(leaseMillis + random.nextLong(500, 2_500));
                node.signal("CONT");
            }
            case STOP_CLEANLY -> {
                long begin = System.nanoTime();
                node.stop();
                handOvers.add((System.nanoTime() - begin) / 1e6);
                node.launchUntilReady(60);
            }
            case CHANGE_VERSION -> nodes.get(changes++ % nodes.size()).changeVersion();
            case DATABASE_KILL -> Signals.send("KILL", databasePid.getAsLong());
            case DATABASE_RESTART -> Signals.send("INT", databasePid.getAsLong());
            case DATABASE_LINE_CUT -> node.toDatabase.cut();
            case DATABASE_LINE_REFUSES -> hold(node.toDatabase, Mode.REFUSE);
            case DATABASE_LINE_BLACK_HOLE -> hold(node.toDatabase, Mode.BLACK_HOLE);
            case NODE_LINE_CUT -> node.fromNodes.cut();
            case NODE_LINE_BLACK_HOLE -> hold(node.fromNodes, Mode.BLACK_HOLE);
        }
    }

    /** Up to two leases long; what was swallowed is lost, so the connections end with it. */
    private void hold(CuttableProxy line, Mode mode) throws InterruptedException {
        line.mode(mode);
        TimeUnit.MILLISECONDS.sleep(random.nextLong(300, 2 * leaseMillis));
        line.mode(Mode.OPEN);
        line.cut();
    }

    private double untilNothingIsOwned(ChaosNode node) throws InterruptedException {
        long begin = System.nanoTime();
        while (shardsOf.applyAsLong(node.name) > 0) {
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(60)) {
                throw new IllegalStateException("nobody takes the shards of " + node.name);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    ObjectNode figures() {
        var figures = Json.object();
        var faults = figures.putObject("faults");
        counts.forEach(faults::put);
        if (!takeovers.isEmpty()) {
            figures.set("kill_to_all_taken_over_ms", Distribution.of(takeovers).toJson());
        }
        if (!handOvers.isEmpty()) {
            figures.set("stop_to_exit_ms", Distribution.of(handOvers).toJson());
        }
        return figures;
    }
}
