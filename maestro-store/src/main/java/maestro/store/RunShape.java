package maestro.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import maestro.core.row.RunLabels;
import maestro.core.row.RunRow;

/** How much of a run a list reads: all of it, or what is small, with the labels. */
record RunShape(String columns, Pool.Mapping<RunRow> mapping) {
    static final RunShape WHOLE = new RunShape(RunTable.COLUMNS, RunTable::row);

    /** A large head or tail lies outside its row and is not touched. */
    static final RunShape BRIEF = new RunShape("""
            r.run_key, r.shard, r.workflow_id, r.internal_id, r.instance_id, r.run_id, r.version, '' as uuid, r.status,
            r.live, r.unblocked, r.create_millis, r.start_millis, r.end_millis, r.modify_millis, r.started_by,
            (select array_agg(t.tag order by t.tag) from run_tag t where t.run_key = r.run_key) as tags""",
            RunShape::brief);

    private static final byte[] LEFT_OUT = {};

    private static RunRow brief(ResultSet row) throws SQLException {
        var tags = row.getArray(17);
        return new RunRow(
                row.getLong(1),
                row.getInt(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getString(8),
                StatusCode.instance(row.getInt(9)),
                row.getBoolean(10),
                row.getBoolean(11),
                row.getLong(12),
                row.getLong(13),
                row.getLong(14),
                row.getLong(15),
                0,
                new RunLabels(row.getString(16), tags == null ? List.of() : List.of((String[]) tags.getArray())),
                LEFT_OUT,
                LEFT_OUT);
    }
}
