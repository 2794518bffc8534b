package maestro.model.definition;

/** How many runs of a workflow go at once, and what an arrival does (execution.md §8.1). */
public record RunStrategy(Rule rule, int workflowConcurrency) {
    public enum Rule {
        SEQUENTIAL, STRICT_SEQUENTIAL, FIRST_ONLY, LAST_ONLY, PARALLEL, SERIAL_LATEST_ONLY
    }

    public static final int PARALLEL_DEFAULT = 20;
    public static final RunStrategy DEFAULT = new RunStrategy(Rule.SEQUENTIAL, 1);
}
