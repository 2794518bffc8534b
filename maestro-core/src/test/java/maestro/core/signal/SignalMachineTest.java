package maestro.core.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import maestro.core.row.MessageRow;
import maestro.model.MaestroException;
import maestro.model.signal.SignalCondition;
import maestro.model.signal.SignalInstance;
import maestro.model.signal.SignalRequest;
import org.junit.jupiter.api.Test;

/** A signal name alone, with the store's answers given by hand (triggers.md §1, §2). */
class SignalMachineTest {
    private final List<String> said = new ArrayList<>();
    private final List<SignalQuery> asked = new ArrayList<>();
    private final List<Runnable> undo = new ArrayList<>();
    private final SignalRows rows = new SignalRows();
    private SignalState state = SignalState.of("s", 1, Optional.empty());

    private final class Desk implements SignalMachine.Desk {
        @Override
        public long now() {
            return 1;
        }

        @Override
        public void emit(SignalEvent event) {
            undo.add(SignalEvolve.apply(state, event, rows, 77));
        }

        @Override
        public void tell(Listener listener, SignalInstance instance) {
            said.add("tell " + listener.key() + " " + instance.seq());
        }

        @Override
        public void answer(SignalQuery.Origin origin, SignalInstance instance, boolean fresh) {
            said.add((fresh ? "new " : "known ") + instance.seq());
        }

        @Override
        public void refuse(SignalQuery.Origin.Client client, MaestroException why) {
            said.add("refused");
        }

        @Override
        public void ask(SignalQuery query) {
            asked.add(query);
        }

        @Override
        public void taken(MessageRow.Key letter) {
            said.add("taken " + letter.seq());
        }

        @Override
        public void later() {
            said.add("later");
        }
    }

    private SignalMachine machine() {
        return new SignalMachine(state, new Desk());
    }

    private void announce(String id, Map<String, Object> params) {
        machine().announce(
                new SignalRequest("s", params, Map.of(), Optional.of(id), Optional.empty()),
                new SignalQuery.Origin.Client(1));
    }

    private static SignalInstance instance(long seq) {
        return new SignalInstance("s", seq, "id" + seq, Map.of("n", seq), Map.of(), 0, 0);
    }

    /** A name with a long history, of which only the newest are in memory. */
    private void withHistory(long lastSeq) {
        var newest = new ArrayList<SignalInstance>();
        for (long seq = lastSeq - 3; seq <= lastSeq; seq++) {
            newest.add(instance(seq));
        }
        state = SignalState.of("s", 1, Optional.of(
                new StoredSignal(new SignalRow(5, 1, "s", lastSeq, false, "{}"), newest, List.of())));
    }

    private static Listener.Step step(int number) {
        return new Listener.Step("w", number, 0, new UUID(0, number), 0);
    }

    private static List<SignalCondition> equal(long value) {
        return List.of(new SignalCondition("n", SignalCondition.Operator.EQUAL, value));
    }

    private static MessageRow.Key letter(long seq) {
        return new MessageRow.Key(0, seq);
    }

    private static SignalQuery.Found found(long upTo, SignalInstance... instances) {
        return new SignalQuery.Found(List.of(instances), upTo);
    }

    @Test
    void numbersHaveNoGapAndAnIdStandsOnce() {
        announce("a", Map.of());
        announce("b", Map.of());
        announce("a", Map.of());
        assertThat(said).containsExactly("new 1", "new 2", "known 1");
        assertThat(rows.take().instances()).hasSize(2);
    }

    @Test
    void anIdThatMayBeOldIsLookedUp_andTwoOfOneKindInFlightMakeOneInstance() {
        withHistory(1_000);
        announce("x", Map.of());
        announce("x", Map.of());
        assertThat(said).isEmpty();
        machine().found(asked.get(0), found(1_000));
        machine().found(asked.get(1), found(1_000));
        assertThat(said).containsExactly("new 1001", "known 1001");
        assertThat(state.idle()).isTrue();
    }

    @Test
    void aLookUpThatIsTooOldIsMadeAgain() {
        withHistory(1_000);
        announce("x", Map.of());
        machine().found(asked.get(0), found(900)); // 901 to 996 are neither in it nor in memory
        assertThat(said).isEmpty();
        machine().found(asked.get(1), found(996, instance(995)));
        assertThat(said).containsExactly("known 995");
    }

    @Test
    void aWaitIsCheckedAgainstTheStoreThenMemoryThenWhatComes() {
        withHistory(1_000);
        machine().await(letter(1), step(1), equal(999));
        assertThat(said).containsExactly("tell s:1:0:" + new UUID(0, 1) + ":0 999", "taken 1");
        said.clear();
        machine().await(letter(2), step(2), equal(5));
        machine().await(letter(3), step(3), equal(2_000));
        assertThat(said).isEmpty();
        machine().found(asked.get(0), found(1_000, instance(5)));
        assertThat(said).containsExactly("tell s:2:0:" + new UUID(0, 2) + ":0 5", "taken 2");
        said.clear();
        machine().found(asked.get(1), found(1_000));
        assertThat(said).containsExactly("taken 3");
        assertThat(state.listening()).hasSize(1);
        said.clear();
        announce("y", Map.of("n", 2_000L));
        machine().found(asked.get(2), found(1_000));
        assertThat(said).containsExactly("new 1001", "tell s:3:0:" + new UUID(0, 3) + ":0 1001");
        assertThat(state.listening()).isEmpty();
    }

    @Test
    void whatIsAnnouncedDuringASearchIsNotMissed() {
        withHistory(1_000);
        machine().await(letter(1), step(1), equal(2_000));
        announce("y", Map.of("n", 2_000L));
        machine().found(asked.get(1), found(1_000));
        said.clear();
        machine().found(asked.get(0), found(1_000));
        assertThat(said).containsExactly("tell s:1:0:" + new UUID(0, 1) + ":0 1001", "taken 1");
    }

    @Test
    void whoIsForgottenDuringASearchNeverListens() {
        withHistory(1_000);
        machine().await(letter(1), step(1), equal(2_000));
        machine().forget(letter(2), step(1).key());
        assertThat(said).containsExactly("taken 1", "taken 2");
        machine().found(asked.get(0), found(1_000));
        assertThat(state.listening()).isEmpty();
        assertThat(state.idle()).isTrue();
    }

    @Test
    void aTriggerIsToldOfEverythingSinceTheChangeWasDecided() {
        for (long n = 1; n <= 5; n++) {
            announce("" + n, Map.of("n", n));
        }
        said.clear();
        machine().subscribe(letter(1), new Listener.Trigger("w", "u", 2), List.of());
        assertThat(said).containsExactly("tell t:w:u 3", "tell t:w:u 4", "tell t:w:u 5", "taken 1");
        said.clear();
        announce("6", Map.of());
        machine().subscribe(letter(2), new Listener.Trigger("w", "v", -1), equal(7));
        announce("7", Map.of("n", 7L));
        assertThat(said).containsExactly("new 6", "tell t:w:u 6", "taken 2", "new 7", "tell t:w:u 7", "tell t:w:v 7");
    }

    @Test
    void manyListenersAreToldInGoes_eachOnce_alsoOverATakeOver() {
        for (int i = 0; i < 2_500; i++) {
            machine().await(letter(i), step(i), equal(1));
        }
        said.clear();
        announce("x", Map.of("n", 1L));
        assertThat(said).hasSize(1 + 1_000 + 1).endsWith("later");
        announce("y", Map.of("n", 1L));
        assertThat(said).endsWith("new 2");
        var row = state.row();
        assertThat(row.busy()).isTrue();
        rows.take();
        var left = state.listening().stream()
                .map(each -> {
                    var moved = SignalState.of("s", 1, Optional.empty());
                    SignalEvolve.apply(moved, new SignalEvent.ListenerAdded(each.listener(), each.conditions()), rows, 5);
                    return rows.take().listeners().getFirst();
                })
                .toList();
        state = SignalState.of("s", 1, Optional.of(new StoredSignal(row, List.of(instance(1), instance(2)), left)));
        said.removeIf(text -> !text.startsWith("tell"));
        while (state.behind()) {
            machine().tell();
        }
        said.removeIf(text -> !text.startsWith("tell"));
        assertThat(said).hasSize(2_500).doesNotHaveDuplicates();
        assertThat(state.listening()).isEmpty();
    }

    @Test
    void whatADecisionChangedIsTakenBack() {
        announce("a", Map.of("n", 1L));
        machine().await(letter(1), step(1), equal(5));
        rows.take();
        undo.clear();
        var before = state.row();
        announce("b", Map.of("n", 5L));
        machine().await(letter(2), step(2), equal(9));
        for (int i = undo.size() - 1; i >= 0; i--) {
            undo.get(i).run();
        }
        assertThat(state.row()).isEqualTo(before);
        assertThat(rows.isEmpty()).isTrue();
        assertThat(state.listening()).hasSize(1);
        said.clear();
        announce("b", Map.of("n", 5L));
        assertThat(said).containsExactly("new 2", "tell s:1:0:" + new UUID(0, 1) + ":0 2");
    }
}
