package maestro.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import maestro.core.row.Changes;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.core.row.TimelineRow;
import maestro.core.row.VersionRow;
import maestro.core.row.WorkflowRow;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads;
import maestro.runtime.store.Reads.Listed;
import maestro.runtime.store.Reads.Place;
import maestro.runtime.store.Reads.Slice;
import maestro.runtime.store.Reads.Window;
import maestro.store.Database;
import maestro.store.DatabaseConfig;
import org.junit.jupiter.api.Test;

/** Counts, by the database's own statistics, the rows that reads touch beside a long history. */
class ReadCostTest {
    private static final int HISTORY = 20_000;
    private static final int PAGE = 20;
    private static final Listed NONE = new Listed(List.of(), Optional.empty());

    private record Touched(long sequentially, long byIndex) {}

    @Test
    void noReadTouchesMoreThanItsPageHoweverLongTheHistory() throws Exception {
        var config = SharedPostgres.fresh();
        try (var database = Database.open(config)) {
            fill(database);
        }
        execute(config, "vacuum analyze");
        Touched before = touched(config);

        try (var database = Database.open(config)) {
            readAll(database);
        }

        Touched after = touched(config);
        assertThat(after.sequentially() - before.sequentially()).isLessThan(1_000);
        assertThat(after.byIndex() - before.byIndex()).isBetween(100L, 2_000L);
    }

    private static void fill(Database database) {
        for (int from = 1; from <= HISTORY; from += 2_000) {
            var runs = new ArrayList<RunRow>();
            var steps = new ArrayList<StepRow>();
            var versions = new ArrayList<VersionRow>();
            var timeline = new ArrayList<TimelineRow>();
            LongStream.range(from, from + 2_000).forEach(i -> {
                runs.add(Rows.run(i, 1, "a", i, 1, InstanceStatus.SUCCEEDED));
                steps.add(Rows.step(i, "s", 1, 1, StepStatus.USER_FAILED));
                steps.add(Rows.step(i, "s", 2, 1, StepStatus.SUCCEEDED));
                versions.add(Rows.version("a", i));
                timeline.add(new TimelineRow("a", Rows.INTERNAL_ID, 1, i, "amy", "said"));
            });
            var head = database.store().head(1);
            database.store().commit(Rows.batch(
                    1, head.epoch(), head.sequence(),
                    new Changes(List.of(Rows.workflow("a", 1)), versions, List.of(), timeline, runs, steps)));
        }
    }

    private static void readAll(Database database) {
        var reads = database.reads();
        for (var cursor : List.of(Optional.<Long>empty(), Optional.of(HISTORY / 2L))) {
            for (boolean older : new boolean[] {true, false}) {
                var window = new Window(older, PAGE, cursor);
                assertThat(reads.instances("a", window).rows()).hasSize(PAGE);
                assertThat(reads.versions("a", Rows.INTERNAL_ID, window).rows()).hasSize(PAGE);
                reads.runs("a", 77, window);
            }
        }
        for (var cursor : List.of(Optional.<Long>empty(), Optional.of(HISTORY / 2L))) {
            var window = new Window(true, PAGE, cursor);
            var done = new InstanceFilter(Optional.of(InstanceStatus.SUCCEEDED), Long.MIN_VALUE, Long.MAX_VALUE);
            assertThat(reads.instances("a", done, window)).hasSize(PAGE + 1);
            var failed = new InstanceFilter(Optional.of(InstanceStatus.FAILED), Long.MIN_VALUE, Long.MAX_VALUE);
            assertThat(reads.instances("a", failed, window)).isEmpty();
            assertThat(reads.instances("a", new InstanceFilter(Optional.empty(), 0, 2), window)).hasSize(PAGE + 1);
        }
        listAll(reads);
        brief(database);
        assertThat(reads.timeline("a", Rows.INTERNAL_ID, PAGE)).hasSize(PAGE);
        assertThat(reads.latestRun("a", HISTORY)).isPresent();
        assertThat(reads.runByUuid("a", Rows.run(5, 1, "a", 5, 1).uuid())).isPresent();
        assertThat(reads.counts("a").latestInstanceId()).isEqualTo(HISTORY);
        assertThat(reads.runsIn("a", InstanceStatus.FAILED, PAGE)).isEmpty();
        assertThat(reads.queuedBefore("a", HISTORY, 1, HISTORY)).isZero();
        assertThat(reads.permitHolders("a", PAGE)).isEmpty();
        var ids = reads.iterations("a", new Window(false, PAGE, Optional.of(HISTORY / 2L)));
        assertThat(reads.latestAttempts("a", ids, "s", Long.MAX_VALUE, Set.of())).hasSize(PAGE);
        assertThat(reads.tallies(List.of("a"), "s", Long.MAX_VALUE, PAGE)).hasSize(1);
        assertThat(reads.steps(LongStream.rangeClosed(1, PAGE).boxed().toList())).hasSize(PAGE);
        assertThat(reads.attempts(HISTORY, "s")).hasSize(2);
        assertThat(reads.latestAttempt("a", HISTORY, "s")).isPresent();
        assertThat(reads.workflows("", "", PAGE)).hasSize(1);
        database.store().load(1, new LoadInto(_ -> {}, live -> assertThat(live).isNull()));
    }

    private static void brief(Database database) {
        var briefs = database.briefReads();
        var window = new Window(true, PAGE, Optional.of(HISTORY / 2L));
        assertThat(briefs.instances("a", window).rows()).hasSize(PAGE);
        var keys = LongStream.rangeClosed(1, PAGE).boxed().toList();
        assertThat(briefs.causes(keys)).isEmpty();
        var workflow = new WorkflowRow("a", 1, Rows.INTERNAL_ID, 1, 0, HISTORY, false, 1, "{}");
        assertThat(briefs.pulses(List.of(workflow), 14).getFirst().last()).hasSize(14);
    }

    private static void listAll(Reads reads) {
        var rare = new InstanceFilter(
                Optional.of(InstanceStatus.FAILED), 0, 2, Optional.of("amy"), Optional.empty(), Optional.empty());
        var tagged = new InstanceFilter(
                Optional.empty(), 0, 2, Optional.empty(), Optional.of("adhoc"), Optional.empty());
        var byAmy = new InstanceFilter(
                Optional.empty(), 0, 2, Optional.empty(), Optional.empty(), Optional.of("MANUAL/amy"));
        var middle = new Place(1, Rows.INTERNAL_ID, HISTORY / 2);
        for (boolean older : new boolean[] {true, false}) {
            var slice = new Slice(older, PAGE, Optional.of(middle));
            assertThat(reads.instances(Optional.empty(), InstanceFilter.ALL, slice).rows()).hasSize(PAGE);
            for (var nothing : List.of(rare, tagged, byAmy)) {
                assertThat(reads.instances(Optional.empty(), nothing, slice)).isEqualTo(NONE);
            }
        }
    }

    /** A session's counts are complete once it has ended. */
    private static Touched touched(DatabaseConfig config) throws SQLException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (number(config, """
                select count(*) from pg_stat_activity
                where datname = current_database() and application_name like 'maestro%'""") > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        String large = " from pg_stat_user_tables where n_live_tup > 1000";
        return new Touched(
                number(config, "select sum(seq_tup_read)" + large),
                number(config, "select sum(idx_tup_fetch)" + large));
    }

    private static long number(DatabaseConfig config, String sql) throws SQLException {
        try (var db = DriverManager.getConnection(config.url(), config.user(), config.password());
                var statement = db.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(DatabaseConfig config, String sql) throws SQLException {
        try (var db = DriverManager.getConnection(config.url(), config.user(), config.password());
                var statement = db.createStatement()) {
            statement.execute(sql);
        }
    }
}
