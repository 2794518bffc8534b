package maestro.testkit.store;

import static maestro.testkit.store.Rows.run;
import static maestro.testkit.store.Rows.runs;
import static maestro.testkit.store.Rows.workflow;
import static maestro.testkit.store.Rows.workflows;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import maestro.core.row.HookRow;
import maestro.model.run.InstanceStatus;
import maestro.runtime.store.HookCalls;
import maestro.runtime.store.HookCalls.Call;
import maestro.runtime.store.HookCalls.Status;
import org.junit.jupiter.api.Test;

/** What every database promises about hooks. */
public abstract class HooksContract extends Contract {
    private static final HookRow FIRST = row(0, 100);
    private static final HookRow SECOND = row(1, 100);

    private static HookRow row(int ordinal, long at) {
        return new HookRow(7, ordinal, "a", 1, 1, "FAILURE", "{\"workflow\":\"b\"}", "{\"status\":\"FAILED\"}", at);
    }

    private HookCalls written() {
        commit(1, workflows(workflow("a", 1)));
        commit(1, runs(run(7, 1, "a", 1, 1, InstanceStatus.FAILED)).withHooks(List.of(FIRST, SECOND)));
        return ports.hooks();
    }

    @Test
    void hooksAreThereWithTheCommitOfTheEnd() {
        assertThat(written().ofRun(7)).containsExactly(
                new Call(FIRST, Status.PENDING, 0, 100, "", 0), new Call(SECOND, Status.PENDING, 0, 100, "", 0));
        assertThat(ports.hooks().ofRun(8)).isEmpty();
    }

    @Test
    void aHookIsClaimedByOneNodeAtATime() {
        var hooks = written();
        assertThat(hooks.claim("n1", 99, 500, 10, 5)).isEmpty();
        assertThat(hooks.claim("n1", 100, 500, 10, 1)).hasSize(1);
        assertThat(hooks.claim("n2", 100, 500, 10, 5)).hasSize(1);
        assertThat(hooks.claim("n1", 100, 500, 10, 5)).isEmpty();
    }

    @Test
    void whatANodeDiedOverIsItsOwnAgainAndLaterAnybodys() {
        var hooks = written();
        hooks.claim("n1", 100, 500, 10, 5);
        hooks.reclaim("n2", 200);
        assertThat(hooks.claim("n2", 200, 600, 10, 5)).isEmpty();
        assertThat(hooks.claim("n2", 505, 600, 10, 5)).isEmpty();
        hooks.reclaim("n1", 200);
        assertThat(hooks.claim("n1", 200, 600, 10, 1)).extracting(Call::attempts).containsExactly(2);
        assertThat(hooks.claim("n2", 210, 700, 10, 5)).hasSize(1);
        assertThat(hooks.claim("n2", 610, 900, 10, 5)).extracting(Call::attempts).containsExactly(3);
    }

    @Test
    void anEndStandsAndAPutOffHookComesBack() {
        var hooks = written();
        hooks.claim("n1", 100, 500, 10, 5);
        hooks.again(FIRST, 300, "n2", "answered with status 503");
        hooks.ended(SECOND, Status.DONE, "answered with status 200", 150);
        hooks.again(SECOND, 300, "", "late");

        assertThat(hooks.claim("n1", 305, 600, 10, 5)).isEmpty();
        assertThat(hooks.ofRun(7)).containsExactly(
                new Call(FIRST, Status.PENDING, 1, 300, "answered with status 503", 0),
                new Call(SECOND, Status.DONE, 1, 0, "answered with status 200", 150));
        assertThat(hooks.claim("n2", 305, 600, 10, 5)).extracting(Call::row).containsExactly(FIRST);
    }

    @Test
    void hooksGoWithTheirRun() {
        var hooks = written();
        while (ports.removal().removeSome("a", Rows.INTERNAL_ID)) {
            assertThat(ports.store().workflow("a")).isPresent();
        }
        assertThat(hooks.ofRun(7)).isEmpty();
        assertThat(hooks.claim("n1", 900, 1_000, 10, 5)).isEmpty();
    }
}
