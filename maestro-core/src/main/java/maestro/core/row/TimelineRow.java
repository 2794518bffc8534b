package maestro.core.row;

/** One entry of a workflow's own timeline (rest-api.md §4); {@code seq} orders entries of one millisecond. */
public record TimelineRow(String workflowId, long internalId, long seq, long atMillis, String author, String log) {}
