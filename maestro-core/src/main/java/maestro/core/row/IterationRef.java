package maestro.core.row;

/**
 * The loop step whose iteration a run is.
 *
 * @param parentKey run key of the step's run
 * @param ordinal the step's place in that run's plan
 * @param number of the iteration, from 1
 */
public record IterationRef(long parentKey, int ordinal, long number) {}
