package maestro.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import maestro.runtime.store.Leases;
import maestro.runtime.store.Store.Outcome;
import maestro.runtime.store.StoreUnavailable;
import maestro.store.Database;
import maestro.store.DatabaseConfig;
import maestro.testkit.store.CuttableProxy.Mode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrokenConnectionTest {
    private CuttableProxy proxy;
    private Database database;

    @BeforeEach
    void openThroughTheProxy() {
        var direct = SharedPostgres.fresh();
        int port = URI.create(direct.url().substring("jdbc:".length())).getPort();
        proxy = new CuttableProxy(port);
        database = Database.open(new DatabaseConfig(
                direct.url().replace(":" + port + "/", ":" + proxy.port() + "/"),
                direct.user(),
                direct.password(),
                2,
                2,
                8));
    }

    @AfterEach
    void close() {
        proxy.mode(Mode.OPEN);
        database.close();
        proxy.close();
    }

    @Test
    void whetherACommitWithALostAnswerHappenedIsToldByTheHead() {
        var store = database.store();
        assertThat(store.head(1).sequence()).isZero();
        var batch = Rows.batch(1, 0, 0, Rows.runs(Rows.run(1, 1, "a", 1, 1)));

        proxy.mode(Mode.LOSE_NEXT_ANSWER);
        assertThatThrownBy(() -> store.commit(batch)).isInstanceOf(StoreUnavailable.class);

        assertThat(store.head(1).sequence()).isEqualTo(1);
        assertThat(database.reads().run("a", 1, 1)).isPresent();
        assertThat(store.commit(batch)).isEqualTo(Outcome.FENCED);
    }

    @Test
    void aCommitThatDidNotReachTheDatabaseCanBeSentAgain() {
        var store = database.store();
        assertThat(store.head(1).sequence()).isZero();
        var batch = Rows.batch(1, 0, 0, Rows.runs(Rows.run(1, 1, "a", 1, 1)));

        proxy.mode(Mode.REFUSE);
        proxy.cut();
        assertThatThrownBy(() -> store.commit(batch)).isInstanceOf(StoreUnavailable.class);
        proxy.mode(Mode.OPEN);

        assertThat(store.head(1).sequence()).isZero();
        assertThat(store.commit(batch)).isEqualTo(Outcome.COMMITTED);
    }

    @Test
    void aBlackHoledLeaseConnectionIsGivenUpInTime() {
        var leases = database.leases();
        var member = new Leases.Member("north", "i1", "here", "");
        assertThat(leases.heartbeat(member, false)).isTrue();

        proxy.mode(Mode.BLACK_HOLE);
        long begin = System.nanoTime();
        assertThatThrownBy(() -> leases.heartbeat(member, false)).isInstanceOf(StoreUnavailable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
        proxy.mode(Mode.OPEN);
        proxy.cut();

        assertThat(leases.heartbeat(member, false)).isTrue();
    }
}
