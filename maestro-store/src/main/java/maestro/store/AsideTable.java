package maestro.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import maestro.core.row.LetterAside;
import maestro.core.row.MessageRow;
import maestro.core.row.ParentRef;
import maestro.core.row.SetAsideEnd;
import maestro.core.row.SetAsideRow;
import maestro.core.row.StoredJson;
import maestro.model.json.Json;
import maestro.model.run.StepStatus;

/**
 * The {@code run_set_aside} and {@code shard_message_set_aside} tables: what rests because nothing can be done with it.
 */
final class AsideTable {
    /** Part of the commit: reads from {@code fence}. */
    static final String PUT = """
            insert into run_set_aside (run_key, shard, workflow_id, instance_id, run_id, cause, reason, run_keys,
                version, at_millis, uuid, parent)
            select u.* from fence, unnest(?::bigint[], ?::int[], ?::text[], ?::bigint[], ?::bigint[], ?::text[],
                ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[]) u
            on conflict (run_key) do update set cause = excluded.cause, reason = excluded.reason,
                run_keys = excluded.run_keys, version = excluded.version, at_millis = excluded.at_millis""";

    static final String RELEASE =
            "delete from run_set_aside a using fence, unnest(?::bigint[]) u(k) where a.run_key = u.k";

    /** Rows that cannot be read are ended all the same: nothing but their status changes. */
    static final String END_RUNS = """
            update run r set status = u.s, live = false, end_millis = u.t, modify_millis = u.t
            from fence, unnest(?::bigint[], ?::smallint[], ?::bigint[]) u(k, s, t)
            where r.run_key = u.k and r.live""";

    static final String END_STEPS = """
            update step_attempt s set status = %d, end_millis = u.t from fence, unnest(?::bigint[], ?::bigint[]) u(k, t)
            where s.run_key = u.k and s.status < %d"""
            .formatted(StatusCode.of(StepStatus.INTERNALLY_FAILED), StatusCode.of(StepStatus.DISABLED));

    static final String PUT_LETTERS = """
            insert into shard_message_set_aside (to_shard, from_shard, seq, workflow_id, payload, reason, version,
                at_millis)
            select u.* from fence, unnest(?::int[], ?::int[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],
                ?::bigint[]) u
            on conflict (to_shard, from_shard, seq) do nothing""";

    static final String LETTERS_BACK = """
            insert into shard_message (to_shard, from_shard, seq, workflow_id, payload)
            select a.to_shard, a.from_shard, a.seq, a.workflow_id, a.payload
            from fence, unnest(?::int[], ?::bigint[]) u(f, s), shard_message_set_aside a
            where a.to_shard = fence.id and a.from_shard = u.f and a.seq = u.s
            on conflict (to_shard, from_shard, seq) do nothing""";

    static final String LETTERS_GONE = """
            delete from shard_message_set_aside a using fence, unnest(?::int[], ?::bigint[]) u(f, s)
            where a.to_shard = fence.id and a.from_shard = u.f and a.seq = u.s""";

    private static final String COLUMNS =
            "select run_key, shard, workflow_id, instance_id, run_id, cause, reason, run_keys, version, at_millis,"
                    + " uuid, parent"
                    + " from run_set_aside ";
    private static final String OF_SHARD = COLUMNS + "where shard = ? order by run_key";
    private static final String ALL = COLUMNS + "order by at_millis desc, run_key limit ?";
    private static final String OF_INSTANCE = COLUMNS + "where workflow_id = ? and instance_id = ? order by run_id desc";

    private static final String LETTERS_OF_SHARD = """
            select to_shard, from_shard, seq, workflow_id, payload, reason, version, at_millis
            from shard_message_set_aside where to_shard = ? order by from_shard, seq""";

    private AsideTable() {}

    static void bind(Columns to, List<SetAsideRow> rows) throws SQLException {
        to.longs(rows, SetAsideRow::runKey)
                .ints(rows, SetAsideRow::shard)
                .texts(rows, SetAsideRow::workflowId)
                .longs(rows, SetAsideRow::instanceId)
                .longs(rows, SetAsideRow::runId)
                .texts(rows, row -> row.cause().name())
                .texts(rows, SetAsideRow::reason)
                .texts(rows, AsideTable::keys)
                .texts(rows, SetAsideRow::version)
                .longs(rows, SetAsideRow::atMillis)
                .texts(rows, SetAsideRow::uuid)
                .texts(rows, row -> row.parent().map(at -> Json.text(at.toJson())).orElse(""));
    }

    private static String keys(SetAsideRow row) {
        return row.keys().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    static void bindReleased(Columns to, List<Long> runKeys) throws SQLException {
        to.longs(runKeys, Long::longValue);
    }

    private record Ended(long runKey, SetAsideEnd end) {}

    private static List<Ended> flat(List<SetAsideEnd> ends) {
        return ends.stream()
                .flatMap(end -> end.keys().stream().map(key -> new Ended(key, end)))
                .toList();
    }

    static void bindEndedRuns(Columns to, List<SetAsideEnd> ends) throws SQLException {
        var rows = flat(ends);
        to.longs(rows, Ended::runKey)
                .shorts(rows, row -> StatusCode.of(row.end().status()))
                .longs(rows, row -> row.end().atMillis());
    }

    static void bindEndedSteps(Columns to, List<SetAsideEnd> ends) throws SQLException {
        var rows = flat(ends);
        to.longs(rows, Ended::runKey).longs(rows, row -> row.end().atMillis());
    }

    static void bindLetters(Columns to, List<LetterAside> rows) throws SQLException {
        to.ints(rows, row -> row.letter().toShard())
                .ints(rows, row -> row.letter().fromShard())
                .longs(rows, row -> row.letter().seq())
                .texts(rows, row -> row.letter().workflowId())
                .texts(rows, row -> row.letter().payload())
                .texts(rows, LetterAside::reason)
                .texts(rows, LetterAside::version)
                .longs(rows, LetterAside::atMillis);
    }

    static List<SetAsideRow> runs(Pool pool, int shard) {
        return pool.list("loading runs that were set aside", AsideTable::row, OF_SHARD, shard);
    }

    static List<SetAsideRow> all(Pool pool, int size) {
        return pool.list("listing runs that were set aside", AsideTable::row, ALL, size);
    }

    static List<SetAsideRow> ofInstance(Pool pool, String workflowId, long instanceId) {
        return pool.list("reading what was set aside", AsideTable::row, OF_INSTANCE, workflowId, instanceId);
    }

    static List<LetterAside> letters(Pool pool, int shard) {
        return pool.list("loading letters that were set aside", AsideTable::letter, LETTERS_OF_SHARD, shard);
    }

    private static SetAsideRow row(ResultSet row) throws SQLException {
        return new SetAsideRow(
                row.getLong(1),
                row.getInt(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5),
                SetAsideRow.Cause.valueOf(row.getString(6)),
                row.getString(7),
                Arrays.stream(row.getString(8).split(",")).map(Long::valueOf).toList(),
                row.getString(9),
                row.getLong(10),
                row.getString(11),
                Optional.of(row.getString(12))
                        .filter(text -> !text.isEmpty())
                        .map(text -> ParentRef.fromJson(StoredJson.parse(text))));
    }

    private static LetterAside letter(ResultSet row) throws SQLException {
        return new LetterAside(
                new MessageRow(row.getInt(1), row.getInt(2), row.getLong(3), row.getString(4), row.getString(5)),
                row.getString(6),
                row.getString(7),
                row.getLong(8));
    }
}
