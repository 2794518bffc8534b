package maestro.core.row;

/**
 * One version of a definition; never changed once written.
 *
 * @param definition canonical JSON of the workflow body (definition.md §13)
 * @param metadata JSON of the version's metadata, extra keys included
 */
public record VersionRow(
        String workflowId, long internalId, long version, long createMillis, String definition, String metadata) {}
