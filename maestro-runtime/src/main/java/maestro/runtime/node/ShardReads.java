package maestro.runtime.node;

import java.util.Map;
import java.util.function.Consumer;
import maestro.core.mail.Key;
import maestro.core.rule.Effect;
import maestro.core.rule.Message;
import maestro.runtime.evaluate.EvaluationPool;
import maestro.runtime.shard.ShardMachine;
import maestro.runtime.store.Store;

/** What a shard has read and evaluated off its loop; what comes of it is offered to the loop. Thread-safe. */
abstract class ShardReads implements ShardMachine.Outside {
    private final Store store;
    private final ChildPreparation children;
    private final Firings firings;
    private final EvaluationPool evaluations;
    private final PatientReads reading;
    private final Consumer<Message> loop;

    ShardReads(
            Store store,
            ChildPreparation children,
            Firings firings,
            EvaluationPool evaluations,
            PatientReads reading,
            Consumer<Message> loop) {
        this.store = store;
        this.children = children;
        this.firings = firings;
        this.evaluations = evaluations;
        this.reading = reading;
        this.loop = loop;
    }

    @Override
    public void load(Key key) {
        switch (key) {
            case Key.Workflow(var id) -> reading.start(
                    () -> loop.accept(new Message.Loaded(id, store.workflow(id))),
                    broken -> loop.accept(new Message.Unreadable(id, broken)));
            case Key.Signal(var name) -> reading.startUntilDone(
                    "reading signal [" + name + "]",
                    () -> loop.accept(new Message.SignalLoaded(name, store.signals().load(name))));
            case Key.Tag(var tag) -> reading.startUntilDone("reading tag [" + tag + "]", () -> {
                var stored = store.permits().load(tag);
                loop.accept(new Message.TagLoaded(tag, stored.permit(), stored.claims()));
            });
        }
    }

    @Override
    public void ask(Effect.AskSignal work) {
        reading.startUntilDone(
                "searching signal [" + work.name() + "]",
                () -> loop.accept(new Message.SignalFound(
                        work.name(), work.query(), store.signals().find(work.query()))));
    }

    @Override
    public void compute(Effect.Compute work) {
        new Computations(evaluations).run(work, loop);
    }

    @Override
    public void prepare(Effect.Prepare work) {
        reading.start(
                () -> loop.accept(new Message.Prepared(
                        work.key(), work.letter(), children.prepare(work.letter(), evaluations::call))),
                broken -> loop.accept(Message.Prepared.failed(work.key(), work.letter(), broken)));
    }

    /** A firing that cannot be evaluated makes no run; those behind it keep their order (fault 29). */
    @Override
    public void fire(Effect.Fire work) {
        reading.start(
                () -> loop.accept(firings.fire(work, evaluations::call)),
                broken -> loop.accept(new Message.Fired(work, new Message.Fired.Outcome.Silent(
                        "it could not be evaluated: " + broken,
                        Map.of(work.letter().signal(), work.letter().seq())))));
    }

    @Override
    public void tick(Effect.Tick work) {
        reading.startUntilDone(
                "workflow=" + work.workflowId() + " evaluating its schedule",
                () -> loop.accept(firings.tick(work, evaluations::call)));
    }
}
