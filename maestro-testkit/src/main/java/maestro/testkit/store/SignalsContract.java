package maestro.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import maestro.core.row.Changes;
import maestro.core.signal.InstanceRow;
import maestro.core.signal.Listener;
import maestro.core.signal.ListenerRow;
import maestro.core.signal.SignalChanges;
import maestro.core.signal.SignalQuery;
import maestro.core.signal.SignalRow;
import maestro.core.signal.StoredSignal;
import maestro.model.signal.SignalCondition;
import maestro.model.signal.SignalCondition.Operator;
import maestro.model.signal.SignalInstance;
import maestro.model.signal.SignalRequest;
import maestro.runtime.store.Signals;
import org.junit.jupiter.api.Test;

/** What every {@link maestro.runtime.store.Signals} promises; its searches are compared with a look at everything. */
public abstract class SignalsContract extends Contract {
    private static final long KEY = 1L << 48 | 7;
    private static final Listener.Step LISTENER = new Listener.Step("w", 1, 0, new UUID(1, 2), 0);

    private static SignalInstance instance(long seq, Map<String, Object> params) {
        return new SignalInstance("orders/eu", seq, "id-" + seq, params, Map.of("rows", seq), 100 + seq, 200 + seq);
    }

    private static SignalInstance bare(SignalInstance of) {
        return new SignalInstance(
                of.name(), of.seq(), of.instanceId(), of.params(), Map.of(), of.requestMillis(), of.createMillis());
    }

    private static SignalRow row(long lastSeq, boolean busy) {
        return new SignalRow(KEY, 1, "orders/eu", lastSeq, busy, "{}");
    }

    private void announce(List<SignalInstance> instances) {
        commit(1, Changes.of(new SignalChanges(
                List.of(row(instances.getLast().seq(), false)),
                instances.stream().map(instance -> new InstanceRow(KEY, instance)).toList(),
                List.of(),
                List.of())));
    }

    @Test
    void instancesComeBackAsTheyWere() {
        var first = instance(1, Map.of("day", 20260105L, "env", "prod ü \uD83D\uDE00"));
        var second = instance(2, Map.of());
        announce(List.of(first, second));
        var signals = ports.store().signals();
        assertThat(signals.instance("orders/eu", 1)).contains(first);
        assertThat(signals.latest("orders/eu")).contains(second);
        assertThat(signals.instance("orders/eu", 3)).isEmpty();
        assertThat(signals.instance("other", 1)).isEmpty();
        assertThat(signals.instances("orders/eu", Long.MAX_VALUE, 10)).containsExactly(second, first);
        assertThat(signals.instances("orders/eu", 2, 10)).containsExactly(first);
        assertThat(signals.lastSeqs(List.of("orders/eu", "other"))).isEqualTo(Map.of("orders/eu", 2L));
        assertThat(signals.names("ord", "", 5)).extracting(summary -> summary.name()).containsExactly("orders/eu");
        assertThat(signals.names("", "", 5)).containsExactly(
                new Signals.Overview("orders/eu", 2, second.createMillis(), 0));
        assertThat(signals.names("x", "", 5)).isEmpty();
        assertThat(signals.names("", "orders/eu", 5)).isEmpty();
    }

    @Test
    void instancesAreListedByTheirParamsAndGoOnWhereAPageEnded() {
        announce(IntStream.rangeClosed(1, 1_200)
                .mapToObj(seq -> instance(seq, Map.of("n", (long) seq % 600, "env", seq % 2 == 0 ? "prod" : "test")))
                .toList());
        var signals = ports.store().signals();
        var five = new SignalCondition("n", SignalCondition.Operator.EQUAL, 5L);
        var test = new SignalCondition("env", SignalCondition.Operator.EQUAL, "test");
        assertThat(seqs(signals.instances("orders/eu", List.of(five), Long.MAX_VALUE, 5))).containsExactly(605L, 5L);
        assertThat(seqs(signals.instances("orders/eu", List.of(test, five), 605, 5))).containsExactly(5L);
        assertThat(signals.instances("orders/eu", List.of(test, five), 605, 5).next()).isEmpty();
        var page = signals.instances("orders/eu", List.of(test), Long.MAX_VALUE, 2);
        assertThat(seqs(page)).containsExactly(1_199L, 1_197L);
        assertThat(page.next()).contains(1_197L);
        assertThat(seqs(signals.instances("orders/eu", List.of(), 3, 5))).containsExactly(2L, 1L);
        assertThat(seqs(signals.instances("other", List.of(), Long.MAX_VALUE, 5))).isEmpty();
    }

    private static List<Long> seqs(Signals.Matching matching) {
        return matching.instances().stream().map(SignalInstance::seq).toList();
    }

    @Test
    void aNameIsLoadedWithItsNewestInstancesAndItsListeners() {
        var all = IntStream.rangeClosed(1, 100).mapToObj(seq -> instance(seq, Map.of("n", (long) seq))).toList();
        announce(all);
        var trigger = new ListenerRow(KEY, "t:w:1", "{\"wf\":\"w\",\"trigger\":\"1\",\"since\":3,\"if\":[]}");
        var step = new ListenerRow(KEY, "s:1", "{}");
        commit(1, Changes.of(new SignalChanges(List.of(row(100, true)), List.of(), List.of(step, trigger), List.of())));
        commit(1, Changes.of(new SignalChanges(
                List.of(), List.of(), List.of(), List.of(new ListenerRow.Key(KEY, "s:1")))));
        var stored = ports.store().signals().load("orders/eu").orElseThrow();
        assertThat(stored.row()).isEqualTo(row(100, true));
        assertThat(stored.newest())
                .isEqualTo(all.subList(100 - StoredSignal.NEWEST, 100).stream().map(SignalsContract::bare).toList());
        assertThat(stored.listeners()).containsExactly(trigger);
        assertThat(ports.store().signals().listeners("orders/eu", "", 5)).containsExactly(trigger);
        assertThat(ports.store().signals().behind(1)).containsExactly("orders/eu");
        assertThat(ports.store().signals().behind(2)).isEmpty();
        assertThat(ports.store().signals().load("other")).isEmpty();
    }

    @Test
    void anIdThatIsThereIsFound_andTwiceIsRefused() {
        announce(List.of(instance(1, Map.of()), instance(2, Map.of())));
        assertThat(byId("id-1").one()).contains(bare(instance(1, Map.of())));
        assertThat(byId("id-9")).isEqualTo(new SignalQuery.Found(List.of(), 2));
        var twin = new SignalInstance("orders/eu", 3, "id-1", Map.of(), Map.of(), 1, 1);
        assertThatThrownBy(() -> announce(List.of(twin))).isInstanceOf(IllegalStateException.class);
    }

    private SignalQuery.Found byId(String id) {
        var request = new SignalRequest("orders/eu", Map.of(), Map.of(), Optional.of(id), Optional.empty());
        var origin = new SignalQuery.Origin.Client(1);
        return ports.store().signals().find(new SignalQuery.ById(KEY, request, origin));
    }

    @Test
    void instancesAfterANumberComeInOrder() {
        var all = IntStream.rangeClosed(1, 300).mapToObj(seq -> instance(seq, Map.of())).toList();
        announce(all);
        var trigger = new Listener.Trigger("w", "u", 10);
        var found = ports.store().signals().find(new SignalQuery.After(KEY, trigger, List.of()));
        assertThat(found.upTo()).isEqualTo(300);
        assertThat(found.found()).extracting(SignalInstance::seq)
                .isEqualTo(Stream.iterate(11L, seq -> seq + 1).limit(SignalQuery.After.PAGE).toList());
    }

    @Test
    void searchesFindWhatALookAtEverythingFinds() {
        var random = new Random(15);
        var all = new ArrayList<SignalInstance>();
        for (int seq = 1; seq <= 400; seq++) {
            all.add(instance(seq, params(random)));
        }
        announce(all);
        for (int i = 0; i < 300; i++) {
            var conditions = conditions(random);
            long above = random.nextInt(500);
            var matching = all.stream()
                    .filter(instance -> SignalCondition.all(conditions, instance.params()))
                    .map(SignalsContract::bare)
                    .toList();
            var newest = ports.store().signals().find(new SignalQuery.Newest(KEY, LISTENER, conditions));
            assertThat(newest.one())
                    .as("newest with %s", conditions)
                    .isEqualTo(matching.stream().max(Comparator.comparingLong(SignalInstance::seq)));
            assertThat(newest.upTo()).isEqualTo(400);
            assertThat(ports.store().signals().lowest("orders/eu", conditions, above))
                    .as("lowest above %s with %s", above, conditions)
                    .isEqualTo(matching.stream().filter(instance -> instance.seq() > above).findFirst());
        }
    }

    @Test
    void aSearchGoesOnBehindManyThatDoNotFit() {
        var all = new ArrayList<SignalInstance>();
        for (int seq = 1; seq <= 6_500; seq++) {
            all.add(instance(seq, Map.of("env", "prod", "n", (long) seq, "kind", seq == 20 ? "rare" : "usual" + seq % 3)));
        }
        announce(all);
        var late = List.of(
                new SignalCondition("env", Operator.EQUAL, "prod"), new SignalCondition("n", Operator.UP_TO, 3L));
        var none = List.of(
                new SignalCondition("env", Operator.EQUAL, "prod"), new SignalCondition("n", Operator.BELOW, 1L));
        var many = List.of(new SignalCondition("n", Operator.FROM, 100L));
        var few = List.of(new SignalCondition("n", Operator.BELOW, 100L));
        var rare = List.of(
                new SignalCondition("env", Operator.EQUAL, "prod"), new SignalCondition("kind", Operator.EQUAL, "rare"));
        assertThat(newest(late)).contains(3L);
        assertThat(newest(none)).isEmpty();
        assertThat(newest(many)).contains(6_500L);
        assertThat(newest(few)).contains(99L);
        assertThat(newest(rare)).contains(20L);
        assertThat(ports.store().signals().lowest("orders/eu", many, 0)).map(SignalInstance::seq).contains(100L);
    }

    private Optional<Long> newest(List<SignalCondition> conditions) {
        return ports.store().signals().find(new SignalQuery.Newest(KEY, LISTENER, conditions)).one()
                .map(SignalInstance::seq);
    }

    private static Map<String, Object> params(Random random) {
        var params = new LinkedHashMap<String, Object>();
        for (String name : List.of("a", "b", "c")) {
            if (random.nextInt(4) > 0) {
                params.put(name, value(random));
            }
        }
        return params;
    }

    private static Object value(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> "" + random.nextInt(4);
            case 1 -> List.of("\uFFFF", "\uD83D\uDE00", "é", "").get(random.nextInt(4));
            case 2 -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE;
            default -> (long) random.nextInt(8) - 4;
        };
    }

    private static List<SignalCondition> conditions(Random random) {
        var conditions = new ArrayList<SignalCondition>();
        for (String name : List.of("a", "b", "c")) {
            if (random.nextInt(3) == 0) {
                boolean range = random.nextBoolean()
                        && conditions.stream().noneMatch(one -> one.operator().range());
                var operator = range ? Operator.values()[1 + random.nextInt(4)] : Operator.EQUAL;
                conditions.add(new SignalCondition(name, operator, value(random)));
            }
        }
        return conditions;
    }
}
