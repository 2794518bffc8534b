package maestro.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import maestro.core.row.Changes;
import maestro.core.row.TimelineRow;
import maestro.runtime.store.Leases;
import maestro.runtime.store.Store.Head;
import maestro.runtime.store.Store.Outcome;
import maestro.runtime.store.StoreUnavailable;
import maestro.store.Database;
import maestro.store.DatabaseConfig;
import maestro.store.ListBounds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PostgresDatabaseTest {
    private Database database;

    private Ports postgres() {
        return postgres(ListBounds.USUAL);
    }

    private Ports postgres(ListBounds bounds) {
        database = Database.open(SharedPostgres.fresh());
        return new Ports(database.store(), database.leases(), database.reads(bounds), database.briefReads(), database.logs(),
                database.removal(), database.jobTemplates(), database.outputData(), database.workflowSources(),
                database.hookCalls());
    }

    @AfterEach
    void close() {
        if (database != null) {
            database.close();
        }
    }

    @Nested
    class KeepsTheStoreContract extends StoreContract {
        @Override
        protected Ports open() {
            return postgres();
        }
    }

    @Nested
    class KeepsTheReadsContract extends ReadsContract {
        @Override
        protected Ports open() {
            return postgres();
        }
    }

    @Nested
    class KeepsTheTemplatesContract extends TemplatesContract {
        @Override
        protected Ports open() {
            return postgres();
        }
    }

    @Nested
    class KeepsTheTagsContract extends TagsContract {
        @Override
        protected Ports open() {
            return postgres();
        }
    }

    @Nested
    class KeepsTheSignalsContract extends SignalsContract {
        @Override
        protected Ports open() {
            return postgres();
        }
    }

    @Nested
    class KeepsTheHooksContract extends HooksContract {
        @Override
        protected Ports open() {
            return postgres();
        }
    }

    @Nested
    class KeepsTheOutputDataContract extends OutputDataContract {
        @Override
        protected Ports open() {
            return postgres();
        }
    }

    @Nested
    class KeepsTheListsContract extends ListsContract {
        @Override
        protected Ports open() {
            return postgres();
        }
    }

    @Nested
    class KeepsTheInstanceListsContract extends InstanceListsContract {
        @Override
        protected Ports open() {
            return postgres();
        }
    }

    /** As where conditions hardly ever hold together in a long history. */
    @Nested
    class KeepsTheInstanceListsContractLookingAtThreeRowsAPage extends InstanceListsContract {
        @Override
        protected Ports open() {
            return postgres(new ListBounds(3, 3_000, 60));
        }
    }

    /** As where very many workflows fit. */
    @Nested
    class KeepsTheInstanceListsContractWalkingAllWorkflows extends InstanceListsContract {
        @Override
        protected Ports open() {
            return postgres(new ListBounds(3, 0, 0));
        }
    }

    /** As where more workflows fit than are walked together. */
    @Nested
    class KeepsTheInstanceListsContractWithTheBestWorkflowsOnly extends InstanceListsContract {
        @Override
        protected Ports open() {
            return postgres(new ListBounds(3, 3_000, 1));
        }
    }

    @Nested
    class KeepsTheBriefContract extends BriefContract {
        @Override
        protected Ports open() {
            return postgres();
        }
    }

    @Nested
    class KeepsTheUpkeepContract extends UpkeepContract {
        @Override
        protected Ports open() {
            return postgres();
        }
    }

    @Test
    void severalNodesMayPrepareAnEmptyDatabaseAtOnce() throws Exception {
        var config = SharedPostgres.empty();
        Callable<Integer> open = () -> {
            try (var node = Database.open(config)) {
                return node.leases().all().size();
            }
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var shards : threads.invokeAll(Stream.generate(() -> open).limit(4).toList())) {
                assertThat(shards.get()).isEqualTo(8);
            }
        }
    }

    @Test
    void theNumberOfShardsStaysAsItWasWhenTheDatabaseWasPrepared() {
        var config = SharedPostgres.fresh();
        var other = new DatabaseConfig(config.url(), config.user(), config.password(), 4, 4, 100);
        database = Database.open(other);
        assertThat(database.shards()).isEqualTo(8);
        assertThat(database.leases().all()).hasSize(8);
    }

    /** As a node of this version finds it that starts again in the middle of an upgrade (fault 24). */
    @Test
    void aDatabaseThatALaterVersionHasAddedToIsUsedAsItIs() throws SQLException {
        var config = SharedPostgres.fresh();
        later(config, "more", "alter table run add column of_later text not null default 'x'",
                "alter table step_attempt add column of_later int[] not null default '{}'",
                "create table of_later (id int primary key)");
        database = Database.open(config);
        var epoch = database.leases().take(1, 0, "north").orElseThrow().epoch();
        var written = database.store().commit(Rows.batch(1, epoch, 0, Rows.runs(Rows.run(7, 1, "a", 1, 1))));
        assertThat(written).isEqualTo(Outcome.COMMITTED);
        assertThat(database.reads().run("a", 1, 1)).isPresent();
    }

    @Test
    void aDatabaseThatALaterVersionHasMadeUnfitIsRefusedByName() throws SQLException {
        var config = SharedPostgres.fresh();
        later(config, "incompatible keys");
        assertThatThrownBy(() -> Database.open(config))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("newer version of Maestro").hasMessageContaining("9000");
    }

    private static void later(DatabaseConfig config, String description, String... changes) throws SQLException {
        try (var db = DriverManager.getConnection(config.url(), config.user(), config.password());
                var statement = db.createStatement()) {
            for (String change : changes) {
                statement.execute(change);
            }
            statement.execute("""
                    insert into flyway_schema_history
                        (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                    values (9000, '9000', '%s', 'SQL', 'later.sql', 1, 'later', 1, true)""".formatted(description));
        }
    }

    @Test
    void aTextWithNulDoesNotBlockTheShard() {
        var ports = postgres();
        var said = new TimelineRow("a", Rows.INTERNAL_ID, 1, 1, "amy\0", "x\0y");
        var changes = new Changes(List.of(), List.of(), List.of(), List.of(said), List.of(), List.of());
        assertThat(ports.store().commit(Rows.batch(1, 0, 0, changes))).isEqualTo(Outcome.COMMITTED);
        assertThat(ports.reads().timeline("a", Rows.INTERNAL_ID, 1)).extracting(TimelineRow::log)
                .containsExactly("x\uFFFDy");
    }

    @Test
    void aDatabaseThatIsAwayAtTheStartIsUnavailable() {
        var config = SharedPostgres.fresh();
        var away = DatabaseConfig.of("jdbc:postgresql://127.0.0.1:1/none", config.user(), config.password());
        assertThatThrownBy(() -> Database.open(away)).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void nodesThatReachForTheSameShardsInAnyOrderGetEachOnce() throws Exception {
        var ports = postgres();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                var seen = ports.leases().all();
                Callable<List<Leases.Shard>> north = () -> ports.leases().takeAll(seen, "north");
                Callable<List<Leases.Shard>> south = () -> ports.leases().takeAll(seen.reversed(), "south");
                var taken = new ArrayList<Integer>();
                for (var outcome : threads.invokeAll(List.of(north, south))) {
                    outcome.get().forEach(shard -> taken.add(shard.shard()));
                }
                assertThat(taken).doesNotHaveDuplicates().hasSize(seen.size());
            }
        }
    }

    @Test
    void aCommitThatRacesATakeoverIsWholeOrFenced() throws Exception {
        var ports = postgres();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                Head before = ports.store().head(1);
                long key = i;
                var batch = Rows.batch(
                        1, before.epoch(), before.sequence(), Rows.runs(Rows.run(key, 1, "a", key + 1, 1)));
                Callable<Object> commit = () -> ports.store().commit(batch);
                Callable<Object> take = () -> ports.leases().take(1, before.epoch(), "south");
                var outcomes = threads.invokeAll(List.of(commit, take));

                boolean written = outcomes.getFirst().get() == Outcome.COMMITTED;
                assertThat(ports.reads().run("a", key + 1, 1).isPresent()).isEqualTo(written);
                assertThat(ports.store().head(1).sequence()).isEqualTo(before.sequence() + (written ? 1 : 0));
                assertThat(ports.store().head(1).epoch()).isEqualTo(before.epoch() + 1);
            }
        }
        assertThat(ports.store().commit(Rows.batch(1, 0, 0, Changes.NONE))).isEqualTo(Outcome.FENCED);
    }
}
