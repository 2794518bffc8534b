package maestro.core.row;

/**
 * One properties snapshot (definition.md §14); never changed once written. Its id is its create time, made unique per
 * workflow by counting up where two fall into one millisecond.
 */
public record SnapshotRow(String workflowId, long internalId, long createMillis, String snapshot) {}
