package maestro.runtime.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import maestro.runtime.store.Leases;

/** Which shards a node takes and which it gives up, from what all nodes can see (faults 6, 18). Pure. */
final class Balance {
    /** What to do now. */
    record Plan(List<Leases.Shard> take, List<Integer> giveUp) {}

    private Balance() {}

    /**
     * A node takes back its own shards at once, takes those of nobody and of silent nodes up to its fair share, and gives
     * up what is beyond it.
     *
     * @param running shards that this process runs now
     */
    static Plan plan(String me, Set<Integer> running, List<Leases.Node> nodes, List<Leases.Shard> shards) {
        var alive = new HashSet<String>();
        alive.add(me);
        nodes.stream().filter(Leases.Node::alive).map(Leases.Node::id).forEach(alive::add);
        int fair = (shards.size() + alive.size() - 1) / alive.size();
        var take = new ArrayList<Leases.Shard>();
        for (var shard : shards) {
            if (shard.owner().equals(me) && !running.contains(shard.shard())) {
                take.add(shard);
            }
        }
        int have = running.size() + take.size();
        for (var shard : shards) {
            if (have < fair && !alive.contains(shard.owner())) {
                take.add(shard);
                have++;
            }
        }
        return new Plan(take, surplus(me, running, have - fair, alive, shards));
    }

    /** Gives up only as much as other nodes can take, highest numbers first. */
    private static List<Integer> surplus(
            String me, Set<Integer> running, int beyond, Set<String> alive, List<Leases.Shard> shards) {
        if (beyond <= 0 || alive.size() == 1) {
            return List.of();
        }
        Map<String, Integer> owned = new HashMap<>();
        shards.forEach(shard -> owned.merge(shard.owner(), 1, Integer::sum));
        int low = shards.size() / alive.size();
        int wanted = alive.stream()
                .filter(node -> !node.equals(me))
                .mapToInt(node -> Math.max(0, low - owned.getOrDefault(node, 0)))
                .sum();
        return running.stream()
                .sorted((a, b) -> Integer.compare(b, a))
                .limit(Math.min(beyond, wanted))
                .toList();
    }
}
