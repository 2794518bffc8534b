package maestro.runtime.flatten;

import maestro.core.loop.Rank;
import maestro.runtime.store.Reads.Found;

/** One iteration's latest attempt at the step, with the run that made it. */
public record FlatIteration(Rank rank, Found found) {}
