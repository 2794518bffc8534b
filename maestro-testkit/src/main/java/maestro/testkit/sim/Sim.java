package maestro.testkit.sim;

import static maestro.testkit.sim.Ledger.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import maestro.core.row.SetAsideRow;
import maestro.core.rule.Command;
import maestro.core.rule.Effect;
import maestro.core.rule.Message;
import maestro.core.rule.RuleConfig;
import maestro.runtime.node.ChildPreparation;
import maestro.runtime.node.Firings;
import maestro.runtime.node.Pasts;
import maestro.runtime.store.Leases;
import maestro.runtime.store.StoreUnavailable;
import maestro.testkit.store.MemoryDatabase;

/**
 * Several nodes in one thread on made-up time: real machines, rules and committer over the database in memory, with
 * clients, runtimes and faults drawn from a seed. The same seed does the same. What must always hold
 * (docs/reliability.md) is checked at each commit, each launch and each answer, and once more when all has come to
 * rest.
 */
public final class Sim {
    private static final int SHARDS = 2;
    private static final int STEPS = 300;
    private static final int STEPS_LATER = 100;
    private static final int RESTARTS = 5;
    private static final int RESTS_MAX = 20_000;
    private static final long REST_MILLIS_MAX = Duration.ofDays(1).toMillis();
    private static final int BEAT_ODDS = 8;
    private static final String[] STRATEGIES = {"\"SEQUENTIAL\"", "\"STRICT_SEQUENTIAL\"", "2", "3"};

    private final long seed;
    private final Bug bug;
    private final Mines mines;
    private final Bias bias;
    private final SplittableRandom random;
    private final VirtualClock clock = new VirtualClock();
    private final RuleConfig rules = RuleConfig.DEFAULT.withShards(SHARDS);
    private final SimFaults faults;
    private final MemoryDatabase database;
    private final Ledger ledger;
    private final Plans plans;
    private final Pasts archive;
    private final ChildPreparation children;
    private final Firings firings;
    private final Clients clients;
    private final Operators operators;
    private final Script script;
    private final Inspector inspector;
    private final RandomWorkflows shapes;
    private final List<SimNode> nodes = new ArrayList<>();
    private final List<String> workflows = new ArrayList<>();
    private final Post post;

    /** @param seed below 0: with more of some things than usual, and less of others */
    public Sim(long seed) {
        this(seed, Bug.NONE);
    }

    /** @param bug planted, to see that it is found */
    public Sim(long seed, Bug bug) {
        this(seed, bug, Mines.NONE);
    }

    /** With defects of the program planted all over, which must hurt nobody but the runs that they are about. */
    public static Sim mined(long seed) {
        return mined(seed, Bug.NONE);
    }

    /** The same with a defect of what contains the others. */
    public static Sim mined(long seed, Bug bug) {
        return new Sim(seed, bug, Mines.of(seed, bug));
    }

    private Sim(long seed, Bug bug, Mines mines) {
        this.mines = mines;
        this.seed = seed;
        this.bug = bug;
        bias = Bias.of(seed);
        random = new SplittableRandom(seed);
        faults = new SimFaults(random.split());
        database = new MemoryDatabase(SHARDS, clock, faults);
        ledger = new Ledger(database.store(), faults, bug, mines);
        plans = new Plans(database.reads());
        archive = new Pasts(database.reads(), plans.cache());
        children = new ChildPreparation(
                database.reads()::workflow, plans::plan, database.reads(), rules, clock);
        firings = new Firings(
                database.reads()::workflow, plans::plan, database.reads(), ledger.signals(), rules, clock);
        clients = new Clients(
                new Caller(database.store(), database.reads(), plans, clock), ledger, random.split());
        operators = new Operators(ledger, database.reads(), archive, clock, random.split());
        script = new Script(seed);
        inspector = new Inspector(database, ledger, plans, script);
        shapes = new RandomWorkflows(random.split(), bias.shapes());
        post = new Post(database.leases(), nodes, random.split(), bug);
        var outside = new SimWorld(database, ledger, clients, inspector, post, mines, random);
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            nodes.add(new SimNode("node-" + i, ledger, clock, outside, bug));
        }
    }

    /** @throws AssertionError naming the seed when something did not hold */
    public void run() {
        try {
            begin();
            deeds(STEPS);
            rest();
            for (int restart = 0; restart < RESTARTS; restart++) {
                operators.next().ifPresent(command -> send(clients.ask(command)));
            }
            deeds(STEPS_LATER);
            rest();
            inspector.checkEnds();
        } catch (AssertionError | RuntimeException broken) {
            throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
        }
    }

    private void deeds(int count) {
        for (int i = 0; i < count; i++) {
            deed();
            inspector.checkPermits(nodes);
        }
    }

    private void begin() {
        for (int shard = 0; shard < SHARDS; shard++) {
            take(any(nodes), shard);
        }
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            publish((random.nextBoolean() ? "calm-" : "wild-") + i);
        }
    }

    private void publish(String id) {
        send(clients.publish(shapes.next(id, RandomWorkflows.wild(id), lower(id))));
        if (!workflows.contains(id)) {
            workflows.add(id);
        }
    }

    /** What a workflow may call without coming back to itself; one of them is never there. */
    private List<String> lower(String id) {
        int number = number(id);
        var lower = new ArrayList<>(List.of("nobody-0"));
        workflows.stream().filter(other -> number(other) < number).forEach(lower::add);
        return lower;
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(id.indexOf('-') + 1));
    }

    /** Something happens, anywhere: no order is promised. */
    private void deed() {
        if (Bias.more(random, bias.faults())) {
            fault();
            return;
        }
        switch (Bias.more(random, bias.operators()) ? 16 : random.nextInt(40)) {
            case 0, 1, 2 -> start();
            case 3 -> command();
            case 4 -> clock.advance(Duration.ofMillis(random.nextInt(1_000)));
            case 5, 6 -> clock.advance(Duration.ofSeconds(random.nextInt(100)));
            case 7 -> fault();
            case 8 -> post.again();
            case 16, 17, 18 -> operators.next().ifPresent(command -> send(clients.ask(command)));
            case 15 -> post.nudge(random.nextInt(SHARDS));
            case 9, 10, 11, 12, 13, 14 -> report(any(nodes));
            default -> work(any(nodes));
        }
    }

    private void start() {
        String workflowId = any(workflows);
        if (database.reads().workflow(workflowId).isPresent()) {
            send(clients.start(workflowId));
        } else {
            publish(workflowId);
        }
    }

    private void command() {
        String workflowId = any(workflows);
        int deed = random.nextInt(7);
        if (database.reads().workflow(workflowId).isEmpty() || deed > 1 && !RandomWorkflows.wild(workflowId)) {
            return;
        }
        switch (deed) {
            case 0 -> publish(workflowId);
            case 1 -> send(clients.strategy(workflowId, STRATEGIES[random.nextInt(STRATEGIES.length)]));
            case 2 -> send(clients.endAll(workflowId));
            default -> send(clients.end(workflowId, 1 + random.nextInt(9)));
        }
    }

    private void fault() {
        var node = any(nodes);
        switch (random.nextInt(6)) {
            case 0 -> node.crash();
            case 1, 2 -> node.pause(!node.paused());
            case 3 -> node.skew(random.nextInt(-300_000, 300_000));
            default -> take(node, random.nextInt(SHARDS));
        }
    }

    private void send(Message message) {
        post.send(message);
    }

    private void take(SimNode node, int shard) {
        if (node.paused()) {
            return;
        }
        long epoch = database.leases().all().get(shard).epoch();
        database.leases().take(shard, epoch, node.id()).ifPresent(taken -> own(node, taken));
    }

    private void own(SimNode node, Leases.Shard shard) {
        ledger.taken(shard.shard(), shard.epoch());
        node.drop(shard.shard());
        node.own(new Owner(shard, ledger, plans, rules, random.split(), node.now(), mines,
                node.broken(shard.shard())));
        node.owners().get(shard.shard()).machine().nudge();
    }

    private void work(SimNode node) {
        if (node.paused() || node.owners().isEmpty()) {
            return;
        }
        var owner = any(List.copyOf(node.owners().values()));
        switch (random.nextInt(4)) {
            case 0 -> finishOne(owner);
            case 1 -> node.write(owner);
            default -> {
                int[] left = {random.nextInt(12)};
                node.turn(owner, () -> left[0]-- <= 0);
            }
        }
        node.takeAfresh().forEach(shard -> take(node, shard));
    }

    /** One of each that the shard waits for: reads that fail stay asked for. */
    private void finishOne(Owner owner) {
        try {
            if (owner.loadsWaiting() > 0) {
                owner.finishLoad(random.nextInt(owner.loadsWaiting()), ledger);
            }
            if (owner.questionsWaiting() > 0) {
                owner.finishQuestion(random.nextInt(owner.questionsWaiting()), ledger);
            }
            if (owner.inboxWaiting()) {
                owner.finishInbox(ledger);
            }
            if (owner.firingsWaiting()) {
                owner.finishFiring(firings);
            }
            if (owner.recallsWaiting() > 0) {
                owner.finishRecall(random.nextInt(owner.recallsWaiting()), archive);
            }
        } catch (StoreUnavailable later) {
            return;
        }
        if (owner.computationsWaiting() > 0) {
            owner.finishComputation(random.nextInt(owner.computationsWaiting()));
        }
        if (owner.preparationsWaiting() > 0) {
            owner.finishPreparation(random.nextInt(owner.preparationsWaiting()), children);
        }
    }

    /** A runtime of this node comes to its end, or says so twice. */
    private void report(SimNode node) {
        if (!node.paused() && !node.attempts().isEmpty()) {
            report(node, any(node.attempts()));
        }
    }

    private void report(SimNode node, Effect.Launch launch) {
        boolean cancelled = node.cancelled().contains(launch.attemptKey());
        var report = cancelled && random.nextBoolean()
                ? Reports.cancelled()
                : script.report(launch.run().uuid(), launch.stepId(), launch.attempt());
        inspector.checkNotLeftAtWork(node, launch);
        node.said().add(launch.attemptKey());
        var message = new Message.Reported(
                launch.ownerId(), launch.run().runKey(), launch.ordinal(), launch.attemptKey(), report);
        post.said(message);
        node.offer((int) (launch.run().runKey() >>> 48), message);
        if (random.nextInt(5) > 0) {
            node.attempts().remove(launch);
        }
    }

    /** No more faults: everybody works until no run is live, which must come to pass. */
    private void rest() {
        nodes.forEach(node -> node.pause(false));
        mines.clear();
        for (int round = 0; round < 10; round++) {
            settle();
        }
        workflows.stream()
                .filter(id -> database.reads().workflow(id).isPresent())
                .forEach(this::leaveAlone);
        for (int round = 0; ledger.liveRuns() > 0; round++) {
            check(round < RESTS_MAX, "stuck: %s", ledger.runs().values().stream()
                    .filter(run -> run.live())
                    .map(run -> run.workflowId() + "#" + run.instanceId() + " " + run.status() + " "
                            + database.reads().steps(run.runKey()).stream()
                                    .map(step -> step.stepId() + "=" + step.status())
                                    .toList())
                    .toList());
            settle();
            passTime();
            endWhatRests();
        }
    }

    private void endWhatRests() {
        if (mines.laid()) {
            database.reads().setAside(Integer.MAX_VALUE).stream()
                    .map(SetAsideRow::workflowId)
                    .distinct()
                    .forEach(id -> send(clients.endAll(id)));
        }
    }

    private void leaveAlone(String workflowId) {
        send(clients.strategy(workflowId, "\"SEQUENTIAL\""));
        for (int step = 0; step < RandomWorkflows.STEPS_MAX; step++) {
            send(clients.ask(new Command.DeleteBreakpoint(workflowId, "s" + step, true, Caller.AMY)));
        }
    }

    /** One round of everybody's work, without any fault but those of the database. */
    private void settle() {
        for (int shard = 0; shard < SHARDS; shard++) {
            var stored = database.leases().all().get(shard);
            boolean owned = nodes.stream()
                    .anyMatch(node -> node.owners().containsKey(stored.shard())
                            && node.owners().get(stored.shard()).shard().epoch() == stored.epoch());
            if (!owned) {
                take(any(nodes), shard);
            }
            beat(stored);
        }
        for (int shard : database.store().shardsWithMail(List.of(0, 1))) {
            post.nudge(shard);
        }
        for (var node : nodes) {
            List.copyOf(node.attempts()).forEach(launch -> report(node, launch));
            for (var owner : List.copyOf(node.owners().values())) {
                node.turn(owner, () -> false);
                finishOne(owner);
                node.write(owner);
            }
        }
    }

    /** The heartbeat tells who lost the shard, even one that has nothing to commit and would never find out. */
    private void beat(Leases.Shard stored) {
        for (var node : nodes) {
            var owner = node.owners().get(stored.shard());
            if (owner != null && owner.shard().epoch() < stored.epoch() && random.nextInt(BEAT_ODDS) == 0) {
                node.drop(stored.shard());
            }
        }
    }

    private void passTime() {
        boolean busy = nodes.stream()
                .anyMatch(node -> !node.attempts().isEmpty()
                        || node.owners().values().stream()
                                .anyMatch(Owner::busy));
        if (!busy) {
            long wait = nodes.stream()
                    .flatMapToLong(node -> node.owners().values().stream()
                            .mapToLong(owner -> owner.machine().nextDue() - node.now()))
                    .min()
                    .orElse(1);
            clock.advance(Duration.ofMillis(Math.clamp(wait, 1, REST_MILLIS_MAX)));
        }
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
