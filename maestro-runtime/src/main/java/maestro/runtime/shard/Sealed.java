package maestro.runtime.shard;

import java.util.List;
import maestro.core.rule.Change;
import maestro.core.rule.Effect;
import maestro.core.state.RunState;
import maestro.runtime.store.Batch;

/**
 * A batch on its way to the store, with what may leave once it is durable: effects, letters, then news.
 *
 * @param runs whose rows are in the batch, as they were decided
 */
public record Sealed(
        Batch batch, List<Effect> effects, List<Delivery> deliveries, List<Change> changes,
        List<RunState> runs) {}
