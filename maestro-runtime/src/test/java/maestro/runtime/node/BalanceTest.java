package maestro.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import maestro.runtime.store.Leases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which shards a node takes and gives up (faults 6 and 18). */
class BalanceTest {
    /** {@code owners}: one letter a shard, {@code .} for nobody; {@code alive}: the nodes with a heartbeat. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            me | running | alive | owners   | takes   | gives up
            a  |         | a     | ....     | 0 1 2 3 |
            a  |         |       | ....     | 0 1 2 3 |
            a  |         | a b   | ....     | 0 1     |
            a  |         | a b   | aabb     | 0 1     |
            a  | 0 1     | a b   | aabb     |         |
            a  | 0 1     | a     | aabb     | 2 3     |
            a  | 0 1 2 3 | a b   | aaaa     |         | 2 3
            a  | 0 1 2 3 | a b c | aaaa     |         | 2 3
            a  | 0 1 2   | a b   | aaab     |         | 2
            a  | 0 1 2 3 | a     | aaaa     |         |
            b  |         | a b   | aa..     | 2 3     |
            b  |         | a b   | aaaa     |         |
            a  | 0       | a b c | abbbcccc |         |
            c  | 4 5 6 7 | a b c | abbbcccc |         | 7
            a  |         | a b   | ...      | 0 1     |
            a  | 0       | a b   | a..      | 1       |
            a  | 0 1     | a b   | aa.      |         |
            """)
    void oneLook(String me, String running, String alive, String owners, String takes, String givesUp) {
        var plan = Balance.plan(me, numbers(running), nodes(words(alive)), shards(owners));
        assertThat(plan.take().stream().map(Leases.Shard::shard))
                .containsExactlyInAnyOrderElementsOf(numbers(takes));
        assertThat(plan.giveUp()).containsExactlyInAnyOrderElementsOf(numbers(givesUp));
    }

    @Test
    void aNodeThatDrainsKeepsWhatItHasAndIsLeftOutOfTheShares() {
        var nodes = List.of(node("a", false), node("b", true), node("c", false));
        var plan = Balance.plan("a", Set.of(0), nodes, shards("abb...c."));
        assertThat(plan.take()).extracting(Leases.Shard::shard).containsExactly(3, 4, 5);
        assertThat(plan.giveUp()).isEmpty();
    }

    @Test
    void aShardThatAnotherNodeOwnsByNowIsLost() {
        var plan = Balance.plan("a", Set.of(0, 1), nodes(List.of("a", "b")), shards("abab"));
        assertThat(plan.lost()).containsExactly(1);
        assertThat(plan.take()).extracting(Leases.Shard::shard).containsExactly(2);
        assertThat(plan.giveUp()).isEmpty();
    }

    @Test
    void tenNodesThatStartAtOnceShareEvenlyAndSettle() {
        var cluster = new World(64, 10);
        cluster.looks(6);
        cluster.expectEven();
    }

    @Test
    void whatFiveSilentNodesHadIsTakenByTheOthers() {
        var cluster = new World(64, 10);
        cluster.looks(6);
        cluster.die(5);
        cluster.looks(6);
        cluster.expectEven();
    }

    @Test
    void aNodeThatJoinsGetsItsShareAndNothingMovesAfterwards() {
        var cluster = new World(64, 4);
        cluster.looks(6);
        cluster.join("late");
        cluster.looks(6);
        cluster.expectEven();
        var before = Arrays.toString(cluster.owners);
        cluster.looks(6);
        assertThat(Arrays.toString(cluster.owners)).isEqualTo(before);
    }

    /** Nodes that look one after another; a shard given up is nobody's until another look takes it. */
    private static final class World {
        private final String[] owners;
        private final Map<String, Set<Integer>> running = new HashMap<>();
        private final List<String> alive = new ArrayList<>();

        World(int shards, int nodes) {
            owners = new String[shards];
            Arrays.fill(owners, "");
            IntStream.range(0, nodes).forEach(i -> join("node-" + i));
        }

        void join(String node) {
            alive.add(node);
            running.put(node, new HashSet<>());
        }

        void die(int count) {
            alive.subList(0, count).clear();
        }

        void looks(int rounds) {
            for (int round = 0; round < rounds; round++) {
                alive.forEach(this::look);
            }
        }

        private void look(String node) {
            var shards = IntStream.range(0, owners.length)
                    .mapToObj(shard -> new Leases.Shard(shard, owners[shard], 1, 1))
                    .toList();
            var plan = Balance.plan(node, running.get(node), nodes(alive), shards);
            plan.take().forEach(shard -> {
                owners[shard.shard()] = node;
                running.get(node).add(shard.shard());
            });
            plan.giveUp().forEach(shard -> {
                owners[shard] = "";
                running.get(node).remove(shard);
            });
        }

        void expectEven() {
            assertThat(owners).allMatch(alive::contains);
            var counts = alive.stream()
                    .mapToLong(node -> Arrays.stream(owners).filter(node::equals).count())
                    .summaryStatistics();
            assertThat(counts.getMax() - counts.getMin()).isLessThanOrEqualTo(1);
        }
    }

    private static List<Leases.Node> nodes(List<String> ids) {
        return ids.stream().map(id -> node(id, false)).toList();
    }

    private static Leases.Node node(String id, boolean draining) {
        return new Leases.Node(new Leases.Member(id, "i-" + id, id + ":1", ""), draining, Duration.ZERO, true);
    }

    private static List<Leases.Shard> shards(String owners) {
        return IntStream.range(0, owners.length())
                .mapToObj(shard -> new Leases.Shard(shard, owners.substring(shard, shard + 1).replace(".", ""), 1, 1))
                .toList();
    }

    private static List<String> words(String text) {
        return text == null ? List.of() : List.of(text.split(" "));
    }

    private static Set<Integer> numbers(String text) {
        var numbers = new java.util.TreeSet<Integer>();
        words(text).forEach(word -> numbers.add(Integer.valueOf(word)));
        return numbers;
    }
}
