package maestro.runtime.engine;

/**
 * A durable change of status, for watchers (events.md §2).
 *
 * @param id where it stands in its shard's history; asking for what comes after it goes on without a gap
 * @param type of the event, such as {@code STEP_INSTANCE_STATUS_CHANGE_EVENT}
 * @param json the event itself
 * @param last whether the run has ended with it
 */
public record FeedEvent(String id, String workflowId, long instanceId, long runId, String type, String json, boolean last) {}
