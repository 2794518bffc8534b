package maestro.runtime.node;

import java.util.HashSet;
import java.util.List;
import maestro.core.rule.Answer;
import maestro.core.rule.Effect;
import maestro.core.rule.Message;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.runtime.attempt.AttemptHost;
import maestro.runtime.shard.Delivery;
import maestro.runtime.shard.Sealed;

/** Does what shards of a node have decided, once it is durable. Thread-safe. */
record Performer(
        Node node,
        Answers answers,
        AttemptHost attempts,
        Holdings holdings,
        Removals removals,
        Troubles troubles,
        Pasts pasts,
        PatientReads reading,
        Heads heads) {
    void perform(Sealed sealed) {
        sealed.effects().forEach(this::perform);
        sealed.deliveries().forEach(this::deliver);
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Reply(var ticket, var answer) -> answers.complete(ticket, answer);
            case Effect.Launch launch -> attempts.launch(launch);
            case Effect.Cancel(var attemptKey, _) -> attempts.cancel(attemptKey);
            case Effect.WorkflowChanged(var row) -> heads.put(row);
            case Effect.RemoveData(var workflowId, var internalId) -> removals.remove(workflowId, internalId);
            case Effect.Compute work -> new Computations(node.evaluations()).run(work, node::send);
            case Effect.Recall work ->
                reading.start(
                        () -> node.send(new Message.Recalled(work, pasts.latest(work.inlineId(), work.number()))),
                        broken -> node.send(new Message.ReadFailed(work.asker(), broken)));
            case Effect.Contained(var incident) -> troubles.contained(incident);
            case Effect.SetAside(var row) -> {
                troubles.setAside(row);
                attempts.drop(new HashSet<>(row.keys())::contains);
            }
            case Effect.LetterSetAside(var letter) -> troubles.setAside(letter);
            case Effect.Reload(var shard) -> holdings.reload(shard);
            case Effect.Prepare _, Effect.AskSignal _, Effect.Fire _, Effect.Tick _ ->
                throw new IllegalStateException("such a read does not wait for a commit");
        }
    }

    private void deliver(Delivery delivery) {
        int shard = delivery.toShard();
        holdings.loop(shard).ifPresentOrElse(loop -> loop.deliver(delivery), () -> node.cluster()
                .owner(shard)
                .filter(owner -> owner.alive() && !owner.id().equals(node.config().id()))
                .ifPresent(owner -> node.neighbours().mail(owner.member(), shard)));
    }

    /** Callers whose runs cannot be written, and never will be. */
    void refuse(List<Long> tickets, String why) {
        var refusal = new MaestroException(Code.INTERNAL_ERROR, "The run cannot be stored: " + why);
        tickets.forEach(ticket -> answers.complete(ticket, new Answer.Refused(refusal)));
    }
}
