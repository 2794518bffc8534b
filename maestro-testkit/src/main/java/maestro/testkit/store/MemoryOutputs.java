package maestro.testkit.store;

import java.util.Optional;
import maestro.runtime.store.OutputData;

/** {@link OutputData} in memory. */
record MemoryOutputs(MemoryDatabase database) implements OutputData {
    @Override
    public void put(Row row) {
        database.call("putOutputs", tables -> tables.outputs.put(key(row.jobType(), row.jobId()), row));
    }

    @Override
    public Optional<Row> one(String jobType, String jobId) {
        return database.call("outputs", tables -> Optional.ofNullable(tables.outputs.get(key(jobType, jobId))));
    }

    private static String key(String jobType, String jobId) {
        return jobType + " " + jobId;
    }
}
