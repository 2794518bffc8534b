package maestro.core.row;

/**
 * A hook of a run that ended, to be called; written in the commit of the end.
 *
 * @param ordinal tells the hooks of one run apart
 * @param event FAILURE or SUCCESS
 * @param hook canonical JSON, see {@link maestro.model.definition.HookJson}
 * @param facts about the run, a JSON object
 */
public record HookRow(
        long runKey,
        int ordinal,
        String workflowId,
        long instanceId,
        long runId,
        String event,
        String hook,
        String facts,
        long atMillis) {}
