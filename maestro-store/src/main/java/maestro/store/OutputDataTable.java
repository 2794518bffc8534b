package maestro.store;

import java.util.Optional;
import maestro.runtime.store.OutputData;

/** The {@code output_data} table: a row for each job that handed something back. */
record OutputDataTable(Pool pool) implements OutputData {
    private static final String PUT = """
            insert into output_data (job_type, job_id, workflow_id, payload, create_millis, modify_millis)
            values (?, ?, ?, ?, ?, ?)
            on conflict (job_type, job_id) do update set workflow_id = excluded.workflow_id,
                payload = excluded.payload, modify_millis = excluded.modify_millis""";
    private static final String ONE = """
            select job_type, job_id, workflow_id, payload, modify_millis from output_data
            where job_type = ? and job_id = ?""";

    @Override
    public void put(Row row) {
        pool.update(
                "storing output data", PUT, row.jobType(), row.jobId(), row.workflowId(), row.payload(),
                row.atMillis(), row.atMillis());
    }

    @Override
    public Optional<Row> one(String jobType, String jobId) {
        return pool.one(
                "reading output data",
                row -> new Row(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getLong(5)),
                ONE,
                jobType,
                jobId);
    }
}
