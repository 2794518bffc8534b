package maestro.runtime.node;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import maestro.runtime.store.Leases;

/** Which shards a node takes and which it gives up, from what all nodes can see (faults 6, 18). Pure. */
final class Balance {
    /**
     * What to do now.
     *
     * @param lost shards that this process still runs though another node owns them
     */
    record Plan(List<Leases.Shard> take, List<Integer> giveUp, List<Integer> lost) {}

    private Balance() {}

    /**
     * A node takes back its own shards at once. Of those of nobody and of silent nodes it takes what it lacks to the even
     * share, and one more where the share is uneven and no poorer node needs it. It gives up what a poorer node lacks. A
     * node that drains keeps what it has until it releases it, and gets nothing.
     *
     * @param running shards that this process runs now
     */
    static Plan plan(String me, Set<Integer> running, List<Leases.Node> nodes, List<Leases.Shard> shards) {
        var there = alive(me, nodes, _ -> true);
        var alive = alive(me, nodes, node -> !node.draining());
        var lost = new ArrayList<Integer>();
        var take = new ArrayList<Leases.Shard>();
        var free = new ArrayList<Leases.Shard>();
        var owned = new HashMap<String, Integer>();
        for (var shard : shards) {
            boolean here = running.contains(shard.shard());
            owned.merge(shard.owner(), 1, Integer::sum);
            if (here && !shard.owner().equals(me)) {
                lost.add(shard.shard());
            } else if (!here && shard.owner().equals(me)) {
                take.add(shard);
            } else if (!here && !there.contains(shard.owner())) {
                free.add(shard);
            }
        }
        // Nodes that look at the same moment begin at different places, so that they seldom reach for the same shard.
        Collections.rotate(free, -free.size() * alive.headSet(me).size() / alive.size());
        int low = shards.size() / alive.size();
        int high = (shards.size() + alive.size() - 1) / alive.size();
        int lacking = room(me, alive, owned, low);
        int have = owned.getOrDefault(me, 0);
        int spare = free.size() - lacking;
        for (var shard : free) {
            if (have < low || have < high && spare > 0) {
                take.add(shard);
                have++;
                spare--;
            }
        }
        int aboveHigh = Math.min(have - high, room(me, alive, owned, high) - free.size());
        int aboveLow = Math.min(have - low, lacking - free.size());
        return new Plan(take, highest(running, Math.max(aboveHigh, aboveLow)), lost);
    }

    /** The ids of the nodes whose lease holds, this one among them. */
    private static TreeSet<String> alive(String me, List<Leases.Node> nodes, Predicate<Leases.Node> which) {
        var ids = new TreeSet<String>();
        ids.add(me);
        nodes.stream().filter(Leases.Node::alive).filter(which).forEach(node -> ids.add(node.id()));
        return ids;
    }

    /** How many shards the other nodes could take until each has {@code share}. */
    private static int room(String me, Set<String> alive, Map<String, Integer> owned, int share) {
        return alive.stream()
                .filter(node -> !node.equals(me))
                .mapToInt(node -> Math.max(0, share - owned.getOrDefault(node, 0)))
                .sum();
    }

    private static List<Integer> highest(Set<Integer> running, int count) {
        return running.stream()
                .sorted((a, b) -> Integer.compare(b, a))
                .limit(Math.max(0, count))
                .toList();
    }
}
