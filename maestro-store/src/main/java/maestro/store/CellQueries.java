package maestro.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import maestro.core.row.StepRow;

/** Steps of many runs at once, without what is large. */
final class CellQueries {
    private static final String LATEST = """
            select distinct on (s.run_key, s.step_id) %s from step_attempt s where s.run_key = any(?)%s
            order by s.run_key desc, s.step_id desc, s.attempt desc""";

    private static final String CELLS = "s.run_key, s.step_id, s.attempt, s.seq, s.status, s.create_millis, s.start_millis,"
            + " s.end_millis";

    private static final String SOME = " and s.step_id = any(?)";
    private static final UUID NONE = new UUID(0, 0);
    private static final byte[] LEFT_OUT = {};

    private CellQueries() {}

    static List<StepRow> cells(Pool pool, List<Long> runKeys, List<String> stepIds) {
        if (runKeys.isEmpty()) {
            return List.of();
        }
        return stepIds.isEmpty()
                ? pool.list("reading cells", CellQueries::cell, LATEST.formatted(CELLS, ""), (Object) keys(runKeys))
                : pool.list("reading cells", CellQueries::cell, LATEST.formatted(CELLS, SOME), keys(runKeys), ids(stepIds));
    }

    /** The length of a value that lies outside its row is known without reading it. */
    static List<StepRow> small(Pool pool, List<Long> runKeys, List<String> stepIds, int detailBytesMax) {
        return runKeys.isEmpty()
                ? List.of()
                : pool.list(
                        "reading loops",
                        row -> StepTable.row(row, 0),
                        "select s.* from (" + LATEST.formatted(StepTable.COLUMNS, SOME)
                                + ") s where octet_length(s.detail) <= ?",
                        keys(runKeys),
                        ids(stepIds),
                        detailBytesMax);
    }

    private static long[] keys(List<Long> runKeys) {
        return runKeys.stream().mapToLong(Long::longValue).toArray();
    }

    private static String[] ids(List<String> stepIds) {
        return stepIds.toArray(new String[0]);
    }

    private static StepRow cell(ResultSet row) throws SQLException {
        return new StepRow(row.getLong(1), row.getString(2), row.getInt(3), row.getLong(4), NONE,
                StatusCode.step(row.getInt(5)), row.getLong(6), row.getLong(7), row.getLong(8), LEFT_OUT);
    }
}
