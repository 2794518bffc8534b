package maestro.core.restart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.dag.Plan;
import maestro.core.row.LoopRow;
import maestro.core.row.PastStep;
import maestro.core.row.RestartConfig;
import maestro.model.MaestroException;
import maestro.model.definition.StepType;
import maestro.model.run.StepStatus;

/**
 * Where a restart takes hold: the root of what it is for, or the first run above it that goes on (execution.md §6.6).
 *
 * @param live the run goes on: the step on the path is restarted in it
 * @param revision of the root's workflow, read before its run was
 * @param way what would happen in each run on the path, the outermost first, and then in the runs below them
 */
public record RestartPoint(RestartConfig config, Past past, Plan plan, boolean live, long revision, List<Preview> way) {
    private static final List<String> REDIRECTING = List.of("subworkflow_id", "subworkflow_version");

    /** @throws MaestroException as execution.md §6.6 lists */
    public static RestartPoint find(Archive archive, RestartConfig asked) {
        var config = asked;
        var way = new ArrayList<Preview>();
        var below = new Below(archive, new ArrayList<>());
        while (true) {
            var node = config.current();
            long revision = archive.revision(node.workflowId());
            var past = archive.require(node.workflowId(), node.instanceId());
            var plan = archive.whole(past);
            node.stepId().ifPresent(step -> requireReached(past, plan, step));
            requireWay(config, past, plan);
            boolean live = past.run().live();
            var preview = live ? inPlace(config, past, plan) : anew(config, past, plan);
            number(archive, config, past, live, way);
            way.addFirst(preview);
            below.look(past, plan, preview, Optional.of(config));
            var parent = Lineage.parent(past.head());
            if (live || parent.isEmpty()) {
                way.addAll(below.found());
                return new RestartPoint(config, past, plan, live, revision, way);
            }
            config = config.under(new RestartConfig.Node(
                    parent.get().workflowId(), parent.get().instanceId(), parent.get().stepId()));
        }
    }

    private static Preview inPlace(RestartConfig config, Past past, Plan plan) {
        var node = config.current();
        if (node.stepId().isEmpty()) {
            throw MaestroException.badRequest("Cannot restart instance [" + node.instanceId()
                    + "] of workflow [" + node.workflowId() + "]: its latest run ["
                    + past.run().runId() + "] is in non-terminal status [" + past.run().status() + "]");
        }
        return Preview.inPlace(past, plan, node.stepId().get(), config);
    }

    private static Preview anew(RestartConfig config, Past past, Plan plan) {
        var preview = Preview.of(past, plan, config.policyHere(), Optional.of(config));
        requireWork(preview);
        return preview;
    }

    /** The loop around an iteration on the path says which number its next run has. */
    private static void number(Archive archive, RestartConfig config, Past around, boolean live, List<Preview> way) {
        if (config.atTarget()) {
            return;
        }
        var step = Optional.ofNullable(around.latest().get(config.current().stepId().orElseThrow()));
        var loop = step.flatMap(before -> LoopRow.of(before.artifacts()));
        var node = config.path().get(config.path().size() - 2);
        if (loop.isPresent() && loop.get().inlineId().equals(node.workflowId())) {
            var last = archive.require(node.workflowId(), node.instanceId());
            boolean running = live && step.get().status() == StepStatus.RUNNING;
            way.set(0, way.getFirst().withRunId(Below.runId(loop.get(), last, running)));
        }
    }

    /**
     * A subworkflow step leads to the instance that it started last, and always to that one (composite-steps.md C3).
     * Another one is left over from a loop that was run anew since.
     */
    private static void requireWay(RestartConfig config, Past past, Plan plan) {
        var stepId = config.current().stepId();
        var child = stepId.filter(id -> plan.step(plan.ordinal(id)).type() == StepType.SUBWORKFLOW)
                .flatMap(id -> Optional.ofNullable(past.latest().get(id)))
                .flatMap(PastStep::child);
        if (child.isEmpty()) {
            return;
        }
        if (!config.atTarget()) {
            var below = config.path().get(config.path().size() - 2);
            if (below.instanceId() != child.get().instanceId() || !below.workflowId().equals(child.get().workflowId())) {
                throw MaestroException.badRequest("Instance [" + below.instanceId() + "] of workflow ["
                        + below.workflowId() + "] is not the one that step [" + stepId.get() + "] stands for now: that is ["
                        + child.get().instanceId() + "]");
            }
        } else if (config.stepParams().getOrDefault(stepId.get(), Map.of()).keySet().stream().anyMatch(REDIRECTING::contains)) {
            throw MaestroException.badRequest("Step [" + stepId.get() + "] goes on with instance ["
                    + child.get().instanceId() + "] of workflow [" + child.get().workflowId()
                    + "]; a restart cannot change " + REDIRECTING);
        }
    }

    /** A run without steps would be none (Q6). */
    private static void requireWork(Preview preview) {
        if (preview.runs().isEmpty() && preview.skips().isEmpty()) {
            throw MaestroException.badRequest("There is nothing to restart in instance ["
                    + preview.instanceId() + "] of workflow [" + preview.workflowId()
                    + "]: all of its steps are complete; use RESTART_FROM_BEGINNING or restart a step");
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
