package maestro.testkit.store;

import java.util.Optional;
import maestro.runtime.store.WorkflowSources;
import maestro.testkit.store.MemoryTables.VersionKey;

/** {@link WorkflowSources} in memory. */
record MemorySources(MemoryDatabase database) implements WorkflowSources {
    @Override
    public void put(long internalId, long version, Source source) {
        database.call("putSource", tables -> {
            var key = new VersionKey(internalId, version);
            return tables.versions.containsKey(key) && tables.sources.putIfAbsent(key, source) == null;
        });
    }

    /** What a removed version left is not seen any more. */
    @Override
    public Optional<Source> one(long internalId, long version) {
        return database.call("source", tables -> Optional.of(new VersionKey(internalId, version))
                .filter(tables.versions::containsKey)
                .map(tables.sources::get));
    }
}
