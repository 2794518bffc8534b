package maestro.core.restart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.core.dag.Plan;
import maestro.model.MaestroException;

/**
 * Where a restart takes hold: the root of what it is for, or the first run above it that goes on (execution.md §6.6).
 *
 * @param live the run goes on: the step on the path is restarted in it
 * @param revision of the root's workflow, read before its run was
 * @param way what would happen in each run on the path, the outermost first
 */
public record RestartPoint(RestartConfig config, Past past, Plan plan, boolean live, long revision, List<Preview> way) {
    /** @throws MaestroException as execution.md §6.6 lists */
    public static RestartPoint find(Archive archive, RestartConfig asked) {
        var config = asked;
        var way = new ArrayList<Preview>();
        while (true) {
            var node = config.current();
            long revision = archive.revision(node.workflowId());
            var past = archive.require(node.workflowId(), node.instanceId());
            var plan = archive.whole(past);
            node.stepId().ifPresent(step -> requireReached(past, plan, step));
            if (past.run().live()) {
                if (node.stepId().isEmpty()) {
                    throw MaestroException.badRequest("Cannot restart instance [" + node.instanceId()
                            + "] of workflow [" + node.workflowId() + "]: its latest run ["
                            + past.run().runId() + "] is in non-terminal status [" + past.run().status() + "]");
                }
                way.addFirst(Preview.inPlace(past, plan, node.stepId().get(), config));
                return new RestartPoint(config, past, plan, true, revision, way);
            }
            way.addFirst(Preview.of(past, plan, config.policyHere(), Optional.of(config)));
            var parent = Lineage.parent(past.head());
            if (parent.isEmpty()) {
                return new RestartPoint(config, past, plan, false, revision, way);
            }
            config = config.under(new RestartConfig.Node(
                    parent.get().workflowId(), parent.get().instanceId(), parent.get().stepId()));
        }
    }

    /** @throws MaestroException BAD_REQUEST when the step is unknown or was never created */
    public static void requireReached(Past past, Plan plan, String stepId) {
        if (plan.ordinal(stepId) < 0) {
            throw MaestroException.badRequest(
                    "Workflow [" + past.run().workflowId() + "] has no step [" + stepId + "] to restart");
        }
        if (!Standings.of(past, plan).get(stepId).reached()) {
            throw MaestroException.badRequest("Step [" + stepId + "] of instance ["
                    + past.run().instanceId() + "] of workflow [" + past.run().workflowId()
                    + "] was never created, so it cannot be restarted");
        }
    }

    /** The workflow id whose shard decides it. */
    public String owner() {
        return Lineage.owner(past.run(), past.head());
    }
}
