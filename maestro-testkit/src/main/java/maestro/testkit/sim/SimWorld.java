package maestro.testkit.sim;

import static maestro.testkit.sim.Ledger.check;

import java.util.random.RandomGenerator;
import maestro.core.rule.Effect;
import maestro.runtime.shard.Sealed;
import maestro.testkit.store.MemoryDatabase;

/** What nodes of a simulation do to the world around them, once it is durable. */
record SimWorld(
        MemoryDatabase database,
        Ledger ledger,
        Clients clients,
        Inspector inspector,
        Post post,
        Mines mines,
        RandomGenerator random)
        implements SimNode.World {
    private static final int HANGING_ODDS = 10;
    private static final int RECOVERY_ODDS = 8;

    @Override
    public void perform(SimNode node, Effect effect) {
        switch (effect) {
            case Effect.Reply(var ticket, var answer) -> clients.answered(ticket, answer);
            case Effect.Launch launch -> {
                ledger.launched(launch);
                boolean hangs = RandomWorkflows.wild(launch.ownerId()) && random.nextInt(HANGING_ODDS) == 0;
                if (!hangs) {
                    node.attempts().add(launch);
                }
            }
            case Effect.Cancel(var attemptKey, _) -> node.cancelled().add(attemptKey);
            case Effect.WorkflowChanged _, Effect.RemoveData _ -> {}
            case Effect.Compute work -> node.compute(work);
            case Effect.Recall work -> node.recall(work);
            case Effect.Contained(var incident) -> check(mines.laid(), "a rule threw: %s", incident);
            case Effect.SetAside(var row) -> {
                check(mines.laid(), "set aside: %s", row);
                node.attempts().removeIf(launch -> row.keys().contains(launch.run().runKey()));
            }
            case Effect.LetterSetAside(var letter) -> check(mines.laid(), "set aside: %s", letter);
            case Effect.Reload(var shard) -> node.drop(shard);
            case Effect.Prepare _, Effect.AskSignal _, Effect.Fire _, Effect.Tick _ ->
                throw new IllegalStateException("such reads do not wait for commits");
        }
    }

    @Override
    public void released(SimNode node, Owner owner, Sealed sealed) {
        sealed.deliveries().forEach(delivery -> post.deliver(node, delivery));
        var state = owner.machine().state();
        boolean allWritten = state.sequence() == sealed.batch().lastSeq();
        boolean inForce = database.store().head(state.shard()).epoch() == owner.shard().epoch();
        if (allWritten && inForce && random.nextInt(RECOVERY_ODDS) == 0) {
            inspector.checkRecovery(state);
        }
    }
}
