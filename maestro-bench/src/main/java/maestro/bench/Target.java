package maestro.bench;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is measured: a server behind its REST API, or the engine alone in this process. Thread-safe. */
interface Target extends AutoCloseable {
    /** A run as far as the scenarios look at it; epoch milliseconds of the target's own clock, 0: not yet. */
    record Run(String status, long createMillis, long startMillis, long endMillis) {
        boolean terminal() {
            return switch (status) {
                case "SUCCEEDED", "FAILED", "STOPPED", "TIMED_OUT" -> true;
                default -> false;
            };
        }
    }

    /** An attempt; epoch milliseconds, 0: not yet. */
    record Step(String id, long createMillis, long startMillis, long endMillis) {}

    void push(ObjectNode definition);

    /** Starts a run of the latest version; the new instance's id. */
    long start(String workflowId);

    /** Has an instance stopped; its end is to be waited for. */
    void stop(String workflowId, long instanceId);

    Run run(String workflowId, long instanceId);

    List<Step> steps(String workflowId, long instanceId);

    /** Reads a page of iterations of a step within one loop, beyond a rank; does nothing where there are no pages. */
    void iterations(String workflowId, long instanceId, String stepId, long afterRank, String statuses);

    /** Reads a page of 20 instances of all workflows; does nothing where there are no pages. */
    void instances(String filter);

    /** Where an instance stands and why, as the API tells it. */
    JsonNode why(String workflowId, long instanceId);

    /** How often a shard has been thrown away and loaded again. */
    double shardRestarts();

    /** The process whose CPU is the engine's. */
    long pid();

    @Override
    void close();
}
