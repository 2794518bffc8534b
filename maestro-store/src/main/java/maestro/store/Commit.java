package maestro.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import maestro.core.permit.TagChanges;
import maestro.core.row.Changes;
import maestro.core.row.MessageRow;
import maestro.core.signal.SignalChanges;
import maestro.runtime.store.Batch;
import maestro.runtime.store.Store.Outcome;

/**
 * A batch as one statement, so that it is one round trip and, in autocommit, one transaction: the fence is moved first,
 * and each insert reads from the row that this returned. No row, nothing inserted. Tables without changes are left
 * out; each combination is a statement of its own, prepared once a connection. See docs/decisions.
 */
final class Commit {
    private interface Binding {
        void to(Columns columns, Batch batch) throws SQLException;
    }

    private record Part(String name, String sql, Predicate<Batch> empty, Binding binding) {}

    private static final List<Part> PARTS = List.of(
            new Part(
                    "workflows",
                    WorkflowTable.UPSERT,
                    batch -> batch.changes().workflows().isEmpty(),
                    (to, batch) -> WorkflowTable.bind(to, batch.changes().workflows())),
            new Part(
                    "versions",
                    VersionTable.INSERT,
                    batch -> batch.changes().versions().isEmpty(),
                    (to, batch) -> VersionTable.bind(to, batch.changes().versions())),
            new Part(
                    "snapshots",
                    SnapshotTable.INSERT,
                    batch -> batch.changes().snapshots().isEmpty(),
                    (to, batch) -> SnapshotTable.bind(to, batch.changes().snapshots())),
            new Part(
                    "timeline",
                    TimelineTable.INSERT,
                    batch -> batch.changes().timeline().isEmpty(),
                    (to, batch) -> TimelineTable.bind(to, batch.changes().timeline())),
            new Part(
                    "runs",
                    RunTable.UPSERT,
                    batch -> batch.changes().runs().isEmpty(),
                    (to, batch) -> RunTable.bind(to, batch.changes().runs())),
            new Part(
                    "run_tags",
                    RunTagTable.INSERT,
                    batch -> RunTagTable.rows(batch.changes().runs()).isEmpty(),
                    (to, batch) -> RunTagTable.bind(to, batch.changes().runs())),
            new Part(
                    "steps",
                    StepTable.UPSERT,
                    batch -> batch.changes().steps().isEmpty(),
                    (to, batch) -> StepTable.bind(to, batch.changes().steps())),
            new Part(
                    "sent",
                    MessageTable.INSERT,
                    batch -> batch.changes().sent().isEmpty(),
                    (to, batch) -> MessageTable.bindSent(to, batch.changes().sent())),
            new Part(
                    "taken",
                    MessageTable.REMOVE,
                    batch -> batch.changes().taken().isEmpty(),
                    (to, batch) -> MessageTable.bindTaken(to, batch.changes().taken())),
            signals("signals", SignalTable.UPSERT, SignalTable::bindSignals),
            signals("signal_instances", SignalTable.INSERT_INSTANCES, SignalTable::bindInstances),
            signals("signal_params", SignalTable.INSERT_PARAMS, SignalTable::bindParams),
            signals("signal_listeners", SignalTable.UPSERT_LISTENERS, SignalTable::bindListeners),
            signals("signal_gone", SignalTable.REMOVE_LISTENERS, SignalTable::bindGone),
            rare("set_aside", AsideTable.PUT, Changes.Aside::put, AsideTable::bind),
            rare("released", AsideTable.RELEASE, Changes.Aside::released, AsideTable::bindReleased),
            rare("ended_runs", AsideTable.END_RUNS, Changes.Aside::ended, AsideTable::bindEndedRuns),
            rare("ended_steps", AsideTable.END_STEPS, Changes.Aside::ended, AsideTable::bindEndedSteps),
            rare("letters_aside", AsideTable.PUT_LETTERS, Changes.Aside::letters, AsideTable::bindLetters),
            rare("letters_out", MessageTable.REMOVE, Commit::asideKeys, MessageTable::bindTaken),
            rare("letters_back", AsideTable.LETTERS_BACK, Changes.Aside::lettersBack, MessageTable::bindTaken),
            rare("letters_gone", AsideTable.LETTERS_GONE, Changes.Aside::lettersBack, MessageTable::bindTaken),
            tags("tags", TagTable.UPSERT, TagTable::bindTags),
            tags("tags_gone", TagTable.REMOVE, TagTable::bindGoneTags),
            tags("claims", TagTable.UPSERT_CLAIMS, TagTable::bindClaims),
            tags("claims_gone", TagTable.REMOVE_CLAIMS, TagTable::bindGoneClaims),
            new Part(
                    "hooks",
                    HookTable.INSERT,
                    batch -> batch.changes().hooks().isEmpty(),
                    (to, batch) -> HookTable.bind(to, batch.changes().hooks())),
            new Part("events", EventTable.INSERT, batch -> batch.events().length == 0, EventTable::bind));

    private interface SignalBinding {
        void to(Columns columns, SignalChanges changes) throws SQLException;
    }

    /** They are rare: all or none of them, so that there are not many more combinations. */
    private static Part signals(String name, String sql, SignalBinding binding) {
        return new Part(
                name,
                sql,
                batch -> batch.changes().signals().isEmpty(),
                (to, batch) -> binding.to(to, batch.changes().signals()));
    }

    private interface RowsBinding<T> {
        void to(Columns columns, List<T> rows) throws SQLException;
    }

    /** A part about what was set aside. */
    private static <T> Part rare(
            String name, String sql, Function<Changes.Aside, List<T>> rows, RowsBinding<T> binding) {
        return new Part(
                name,
                sql,
                batch -> rows.apply(batch.changes().aside()).isEmpty(),
                (to, batch) -> binding.to(to, rows.apply(batch.changes().aside())));
    }

    private static List<MessageRow.Key> asideKeys(Changes.Aside aside) {
        return aside.letters().stream().map(letter -> letter.letter().key()).toList();
    }

    private interface TagBinding {
        void to(Columns columns, TagChanges changes) throws SQLException;
    }

    private static Part tags(String name, String sql, TagBinding binding) {
        return new Part(
                name,
                sql,
                batch -> batch.changes().tags().isEmpty(),
                (to, batch) -> binding.to(to, batch.changes().tags()));
    }

    /** By the bits of the parts that are present. */
    private static final ConcurrentHashMap<Integer, String> STATEMENTS = new ConcurrentHashMap<>();

    private Commit() {}

    /** Whether the database refuses a batch; nothing is written. */
    static boolean refused(Connection db, Batch batch) throws SQLException {
        db.setAutoCommit(false);
        try {
            run(db, batch);
            return false;
        } catch (SQLException error) {
            if (Failure.lasting(error)) {
                return true;
            }
            throw error;
        } finally {
            db.rollback();
            db.setAutoCommit(true);
        }
    }

    static Outcome run(Connection db, Batch batch) throws SQLException {
        int present = 0;
        for (int i = 0; i < PARTS.size(); i++) {
            present |= PARTS.get(i).empty().test(batch) ? 0 : 1 << i;
        }
        try (var statement = db.prepareStatement(STATEMENTS.computeIfAbsent(present, Commit::statement))) {
            var columns = new Columns(statement)
                    .value(batch.lastSeq())
                    .value(batch.shard())
                    .value(batch.epoch())
                    .value(batch.firstSeq());
            for (var part : parts(present)) {
                part.binding().to(columns, batch);
            }
            try (var fence = statement.executeQuery()) {
                return fence.next() ? Outcome.COMMITTED : Outcome.FENCED;
            }
        }
    }

    private static String statement(int present) {
        var sql = new StringBuilder("with fence as (").append(ShardTable.FENCE).append(')');
        for (var part : parts(present)) {
            sql.append(",\n").append(part.name()).append(" as (").append(part.sql()).append(')');
        }
        return sql.append("\nselect id from fence").toString();
    }

    private static List<Part> parts(int present) {
        var parts = new ArrayList<Part>();
        for (int i = 0; i < PARTS.size(); i++) {
            if ((present & 1 << i) != 0) {
                parts.add(PARTS.get(i));
            }
        }
        return parts;
    }
}
