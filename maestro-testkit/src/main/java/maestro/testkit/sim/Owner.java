package maestro.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import maestro.core.mail.Key;
import maestro.core.permit.AutomaticTags;
import maestro.core.restart.Archive;
import maestro.core.rule.Effect;
import maestro.core.rule.Message;
import maestro.core.rule.RuleConfig;
import maestro.core.rule.ShardNumbers;
import maestro.core.rule.Turn;
import maestro.core.state.BrokenRun;
import maestro.core.state.Recovery;
import maestro.core.state.ShardState;
import maestro.model.MaestroException;
import maestro.runtime.node.ChildPreparation;
import maestro.runtime.node.Firings;
import maestro.runtime.shard.ShardLoading;
import maestro.runtime.shard.ShardMachine;
import maestro.runtime.store.Leases;
import maestro.runtime.store.Store;

/**
 * One shard in the hands of one node, recovered from the store as a node does it. Reads and computations that the
 * machine asked for wait here until the driver has them done. One thread.
 */
final class Owner implements ShardMachine.Outside {
    private final Leases.Shard shard;
    private final ShardMachine machine;
    private final List<Key> loads = new ArrayList<>();
    private final List<Effect.Compute> computations = new ArrayList<>();
    private final List<Effect.Prepare> preparations = new ArrayList<>();
    private final List<Effect.Recall> recalls = new ArrayList<>();
    private final List<Effect.AskSignal> questions = new ArrayList<>();
    private final List<Effect.Fire> firings = new ArrayList<>();
    private final List<Effect.Tick> ticks = new ArrayList<>();
    private boolean inboxAsked;

    Owner(
            Leases.Shard shard, Store store, Plans plans, RuleConfig rules, RandomGenerator random, long nowMillis) {
        this(shard, store, plans, rules, random, nowMillis, Mines.NONE, Map.of());
    }

    /** @param broken runs that this node could not write before */
    Owner(Leases.Shard shard, Store store, Plans plans, RuleConfig rules, RandomGenerator random, long nowMillis,
            Mines mines, Map<String, BrokenRun> broken) {
        this.shard = shard;
        var state = new ShardState(shard.shard(), shard.sequence());
        var turn = new Turn(state, shard.epoch(), rules, random, event -> mines.before(state, event));
        machine = new ShardMachine(turn, shard.epoch(), nowMillis, this);
        new ShardLoading(store, plans::plan, machine, _ -> {}).load(broken);
        store.triggered(shard.shard()).stream()
                .filter(row -> row.dueMillis() > 0)
                .forEach(row -> machine.schedule(row.workflowId(), row.dueMillis()));
        Recovery.limits(machine.state(), store.permits().permits(AutomaticTags.PREFIX, "", Integer.MAX_VALUE).stream()
                .filter(permit -> ShardNumbers.of(new Key.Tag(permit.tag()).text(), rules.shards()) == shard.shard())
                .toList());
        store.signals().behind(shard.shard()).forEach(machine::wake);
    }

    Leases.Shard shard() {
        return shard;
    }

    ShardMachine machine() {
        return machine;
    }

    /** Whether something is to be done without time passing. */
    boolean busy() {
        return machine.hasWork()
                || machine.inFlight() > 0
                || inboxAsked
                || !loads.isEmpty()
                || !questions.isEmpty()
                || firingsWaiting()
                || !preparations.isEmpty()
                || !recalls.isEmpty()
                || !computations.isEmpty();
    }

    @Override
    public void load(Key key) {
        loads.add(key);
    }

    @Override
    public void ask(Effect.AskSignal work) {
        questions.add(work);
    }

    @Override
    public void compute(Effect.Compute work) {
        computations.add(work);
    }

    @Override
    public void prepare(Effect.Prepare work) {
        preparations.add(work);
    }

    @Override
    public void fire(Effect.Fire work) {
        firings.add(work);
    }

    @Override
    public void tick(Effect.Tick work) {
        ticks.add(work);
    }

    /** Whether triggers wait for what they evaluate. */
    boolean firingsWaiting() {
        return !firings.isEmpty() || !ticks.isEmpty();
    }

    /** Does one evaluation of a trigger; one whose reads fail stays asked for. */
    void finishFiring(Firings by) {
        if (firings.isEmpty()) {
            var done = by.tick(ticks.getFirst());
            ticks.removeFirst();
            machine.offer(done);
        } else {
            var done = by.fire(firings.getFirst());
            firings.removeFirst();
            machine.offer(done);
        }
    }

    void recall(Effect.Recall work) {
        recalls.add(work);
    }

    int recallsWaiting() {
        return recalls.size();
    }

    /** Does one read that was asked for; a read that fails stays asked for. */
    void finishRecall(int which, Archive archive) {
        var work = recalls.get(which);
        var past = archive.latest(work.inlineId(), work.number());
        machine.offer(new Message.Recalled(recalls.remove(which), past));
    }

    @Override
    public void readInbox() {
        inboxAsked = true;
    }

    int preparationsWaiting() {
        return preparations.size();
    }

    /** Whether letters, preparations or, if they count, computations wait. */
    boolean working(boolean computing) {
        return inboxAsked
                || !loads.isEmpty()
                || !questions.isEmpty()
                || firingsWaiting()
                || !preparations.isEmpty()
                || !recalls.isEmpty()
                || computing && !computations.isEmpty();
    }

    /** All reads that were asked for. */
    void finishReads(Store store, Archive archive, ChildPreparation children, Firings by) {
        while (firingsWaiting()) {
            finishFiring(by);
        }
        while (inboxWaiting()) {
            finishInbox(store);
        }
        while (recallsWaiting() > 0) {
            finishRecall(0, archive);
        }
        while (preparationsWaiting() > 0) {
            finishPreparation(0, children);
        }
        while (loadsWaiting() > 0) {
            finishLoad(0, store);
        }
        while (questionsWaiting() > 0) {
            finishQuestion(0, store);
        }
    }

    boolean inboxWaiting() {
        return inboxAsked;
    }

    void finishPreparation(int which, ChildPreparation children) {
        var work = preparations.remove(which);
        machine.offer(new Message.Prepared(work.key(), work.letter(), children.prepare(work.letter())));
    }

    /** Reads the inbox that was asked for; a read that fails stays asked for. */
    void finishInbox(Store store) {
        var letters = store.inbox(shard.shard(), Integer.MAX_VALUE);
        inboxAsked = false;
        machine.mail(letters, false);
    }

    int loadsWaiting() {
        return loads.size();
    }

    int computationsWaiting() {
        return computations.size();
    }

    /** Does one read that was asked for; a read that fails stays asked for. */
    void finishLoad(int which, Store store) {
        var loaded = switch (loads.get(which)) {
            case Key.Workflow(var id) -> new Message.Loaded(id, store.workflow(id));
            case Key.Tag(var tag) -> {
                var stored = store.permits().load(tag);
                yield new Message.TagLoaded(tag, stored.permit(), stored.claims());
            }
            case Key.Signal(var name) ->
                new Message.SignalLoaded(name, store.signals().load(name));
        };
        loads.remove(which);
        machine.offer(loaded);
    }

    int questionsWaiting() {
        return questions.size();
    }

    /** Reads a signal's history; a read that fails stays asked for. */
    void finishQuestion(int which, Store store) {
        var work = questions.get(which);
        var found = store.signals().find(work.query());
        questions.remove(which);
        machine.offer(new Message.SignalFound(work.name(), work.query(), found));
    }

    void finishComputation(int which) {
        var work = computations.remove(which);
        machine.offer(new Message.Computed(work.asker(), result(work)));
    }

    private static Message.Result result(Effect.Compute work) {
        try {
            return work.work().get();
        } catch (MaestroException wrong) {
            return new Message.Result.Failed(wrong);
        }
    }
}
