package maestro.runtime.node;

import java.time.Duration;
import maestro.core.rule.RuleConfig;
import maestro.runtime.evaluate.EvaluationPool;
import maestro.runtime.store.Leases;

/**
 * Settings of one node.
 *
 * @param member as which it enters the database
 * @param lease how long a silent node keeps its shards
 * @param answerPatience how long a caller waits for a decision to be durable before it is told to try again
 * @param evaluationThreads for expressions that take long, from 2
 */
public record NodeConfig(
        Leases.Member member, Duration lease, Duration answerPatience, RuleConfig rules, int evaluationThreads) {
    public NodeConfig(
            String id, String incarnation, String address, Duration lease, Duration answerPatience, RuleConfig rules) {
        this(new Leases.Member(id, incarnation, address, ""), lease, answerPatience, rules,
                EvaluationPool.defaultThreads());
    }

    public String id() {
        return member.id();
    }

    public String incarnation() {
        return member.incarnation();
    }
}
