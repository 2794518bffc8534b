package maestro.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import maestro.core.rule.Message;
import maestro.core.rule.ShardNumbers;
import maestro.runtime.shard.Delivery;
import maestro.runtime.store.Leases;

/** Brings messages to nodes, and at times once more. */
final class Post {
    private static final int PAST_MAX = 50;

    private final Leases leases;
    private final List<SimNode> nodes;
    private final RandomGenerator random;
    private final Bug bug;
    private final List<Message> past = new ArrayList<>();

    Post(Leases leases, List<SimNode> nodes, RandomGenerator random, Bug bug) {
        this.leases = leases;
        this.nodes = nodes;
        this.random = random;
        this.bug = bug;
    }

    void send(Message message) {
        said(message);
        deliver(message);
    }

    /** It may be said again. */
    void said(Message message) {
        past.add(message);
        if (past.size() > PAST_MAX) {
            past.removeFirst();
        }
    }

    /** Something that was said before is said again, to whoever owns the shard now. */
    void again() {
        if (!past.isEmpty()) {
            deliver(past.get(random.nextInt(past.size())));
        }
    }

    /** To the node that owns the shard by the database, whatever that node knows; lost if it does not run it. */
    private void deliver(Message message) {
        int shard = ShardNumbers.of(message.home().text(), leases.shards());
        String owner = leases.all().get(shard).owner();
        nodes.stream().filter(node -> node.id().equals(owner)).forEach(node -> node.offer(shard, message));
    }

    /** Letters of a batch that is durable: some come at once, some as a hint that there are any, some get lost. */
    void deliver(SimNode sender, Delivery delivery) {
        int way = random.nextInt(4);
        var here = sender.owners().get(delivery.toShard());
        if (way > 1 && here != null) {
            here.machine().deliver(bug == Bug.PASSED_OVER_LETTER ? trusting(delivery) : delivery);
        } else if (way > 0) {
            nudge(delivery.toShard());
        }
    }

    private static Delivery trusting(Delivery delivery) {
        return new Delivery(delivery.toShard(), -1, delivery.letters());
    }

    /** A letter may wait for a shard; all that run it, or believe to, are told. */
    void nudge(int shard) {
        nodes.stream()
                .filter(node -> !node.paused() && node.owners().containsKey(shard))
                .forEach(node -> node.owners().get(shard).machine().nudge());
    }
}
