package maestro.store;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import maestro.runtime.store.WorkflowSources;

/** The {@code workflow_source} table: written once, packed. */
record WorkflowSourceTable(Pool pool) implements WorkflowSources {
    private static final String PUT = """
            insert into workflow_source (internal_id, version, media_type, source)
            select v.internal_id, v.version, ?, ? from workflow_version v where v.internal_id = ? and v.version = ?
            on conflict (internal_id, version) do nothing""";

    private static final String ONE =
            "select media_type, source from workflow_source where internal_id = ? and version = ?";

    @Override
    public void put(long internalId, long version, Source source) {
        byte[] packed = Packed.pack(source.text().getBytes(StandardCharsets.UTF_8));
        pool.update("keeping a source", PUT, source.mediaType(), packed, internalId, version);
    }

    @Override
    public Optional<Source> one(long internalId, long version) {
        return pool.one(
                "reading a source",
                row -> new Source(
                        row.getString(1), new String(Packed.unpack(row.getBytes(2)), StandardCharsets.UTF_8)),
                ONE,
                internalId,
                version);
    }
}
