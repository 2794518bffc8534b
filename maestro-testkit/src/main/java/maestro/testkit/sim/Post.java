package maestro.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import maestro.core.rule.Message;
import maestro.core.rule.ShardNumbers;
import maestro.runtime.store.Leases;

/** Brings messages to nodes, and at times once more. */
final class Post {
    private static final int PAST_MAX = 50;

    private final Leases leases;
    private final List<SimNode> nodes;
    private final RandomGenerator random;
    private final List<Message> past = new ArrayList<>();

    Post(Leases leases, List<SimNode> nodes, RandomGenerator random) {
        this.leases = leases;
        this.nodes = nodes;
        this.random = random;
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
        int shard = ShardNumbers.of(message.workflowId(), leases.shards());
        String owner = leases.all().get(shard).owner();
        nodes.stream().filter(node -> node.id().equals(owner)).forEach(node -> node.offer(shard, message));
    }
}
