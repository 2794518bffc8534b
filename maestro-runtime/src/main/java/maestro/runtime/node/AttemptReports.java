package maestro.runtime.node;

import maestro.core.rule.Message;
import maestro.runtime.attempt.AttemptHost;
import maestro.runtime.engine.NotOwner;

/** What attempts say to their shard. Thread-safe. */
record AttemptReports(Node node, Answers answers) implements AttemptHost.Outbox {
    @Override
    public void send(Message message) {
        node.send(message);
    }

    @Override
    public void save(String workflowId, long runKey, int ordinal, String attemptKey, String checkpoint)
            throws InterruptedException {
        var ticket = answers.open(node.shardOf(workflowId));
        send(new Message.Checkpointed(workflowId, runKey, ordinal, attemptKey, checkpoint, ticket.number()));
        try {
            answers.await(ticket, node.config().answerPatience());
        } catch (NotOwner elsewhere) {
            throw Answers.unavailable(); // the attempt ends with its shard
        }
    }
}
