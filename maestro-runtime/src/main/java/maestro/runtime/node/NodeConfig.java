package maestro.runtime.node;

import java.time.Duration;
import maestro.core.rule.RuleConfig;
import maestro.runtime.evaluate.EvaluationPool;

/**
 * Settings of one node.
 *
 * @param id stable over restarts of the same installation
 * @param incarnation different for each start
 * @param address where other nodes reach it
 * @param lease how long a silent node keeps its shards
 * @param answerPatience how long a caller waits for a decision to be durable before it is told to try again
 * @param evaluationThreads for expressions that take long, from 2
 */
public record NodeConfig(
        String id, String incarnation, String address, Duration lease, Duration answerPatience, RuleConfig rules,
        int evaluationThreads) {
    public NodeConfig(
            String id, String incarnation, String address, Duration lease, Duration answerPatience, RuleConfig rules) {
        this(id, incarnation, address, lease, answerPatience, rules, EvaluationPool.defaultThreads());
    }
}
