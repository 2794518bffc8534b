package maestro.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import maestro.runtime.store.JobTemplates;

/** The {@code job_template} table: a few rows, written by people. */
record JobTemplateTable(Pool pool) implements JobTemplates {
    private static final String PUT = """
            insert into job_template (job_type, version, document) values (?, ?, ?)
            on conflict (job_type, version) do update set document = excluded.document""";
    private static final String SELECT = "select job_type, version, document from job_template ";
    private static final String ONE = SELECT + "where job_type = ? and version = ?";
    private static final String ALL = SELECT + "where version = ? order by job_type";
    private static final String REMOVE = "delete from job_template where job_type = ?";
    private static final String REMOVE_ONE = REMOVE + " and version = ?";

    @Override
    public void put(Row row) {
        pool.update("storing a job template", PUT, row.jobType(), row.version(), row.document().replace('\0', '\uFFFD'));
    }

    @Override
    public Optional<Row> one(String jobType, String version) {
        return pool.one("reading a job template", JobTemplateTable::row, ONE, jobType, version);
    }

    @Override
    public List<Row> all(String version) {
        return pool.list("listing job templates", JobTemplateTable::row, ALL, version);
    }

    @Override
    public int remove(String jobType, Optional<String> version) {
        return version.isPresent()
                ? pool.update("removing a job template", REMOVE_ONE, jobType, version.get())
                : pool.update("removing job templates", REMOVE, jobType);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(row.getString(1), row.getString(2), row.getString(3));
    }
}
