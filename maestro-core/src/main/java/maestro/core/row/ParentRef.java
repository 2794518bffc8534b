package maestro.core.row;

/**
 * The subworkflow step that started a run, and where to tell it how the run went.
 *
 * @param ownerId workflow id that owns the step's run, iterations included: where its shard's state is
 * @param runKey of the step's run
 * @param attempt of the step
 * @param sync whether the step waits for the run's end
 */
public record ParentRef(int shard, String ownerId, long runKey, int ordinal, int attempt, boolean sync) {}
