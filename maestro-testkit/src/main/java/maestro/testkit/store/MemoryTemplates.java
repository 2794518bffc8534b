package maestro.testkit.store;

import java.util.List;
import java.util.Optional;
import maestro.runtime.store.JobTemplates;

/** {@link JobTemplates} in memory. */
record MemoryTemplates(MemoryDatabase database) implements JobTemplates {
    @Override
    public void put(Row row) {
        database.call("putTemplate", tables -> tables.templates.put(new MemoryTables.TemplateKey(row), row));
    }

    @Override
    public Optional<Row> one(String jobType, String version) {
        return database.call("template", tables -> Optional.ofNullable(
                tables.templates.get(new MemoryTables.TemplateKey(jobType, version))));
    }

    @Override
    public List<Row> all(String version) {
        return database.call("templates", tables -> tables.templates.values().stream()
                .filter(row -> row.version().equals(version))
                .toList());
    }

    @Override
    public int remove(String jobType, Optional<String> version) {
        return database.call("removeTemplates", tables -> {
            int before = tables.templates.size();
            tables.templates.keySet().removeIf(key ->
                    key.jobType().equals(jobType) && version.map(key.version()::equals).orElse(true));
            return before - tables.templates.size();
        });
    }
}
