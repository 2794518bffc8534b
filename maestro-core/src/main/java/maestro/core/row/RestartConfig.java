package maestro.core.row;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.param.ParamDefinition;
import maestro.model.run.RunPolicy;

/**
 * What a restart asked for, as one run on its way sees it (execution.md §6.5). Immutable.
 *
 * @param path the target first, the present run last
 * @param policy of the target
 * @param downstream of runs below that are not on the path
 * @param params for the target's run params
 * @param stepParams for steps of the target, or of all runs below with {@code everywhere}; a step that was asked for is
 *     in there without any as well
 * @param skips steps of the target to be skipped
 * @param everywhere the step params are for each iteration below (execution.md §6.9)
 */
public record RestartConfig(
        List<Node> path,
        RunPolicy policy,
        RunPolicy downstream,
        Map<String, ParamDefinition> params,
        Map<String, Map<String, ParamDefinition>> stepParams,
        List<String> skips,
        boolean everywhere) {
    /** One run on the path, and the step in it that leads on or is the target itself. */
    public record Node(String workflowId, long instanceId, Optional<String> stepId) {
        public Node {
            requireNonNull(workflowId, "workflowId");
            requireNonNull(stepId, "stepId");
        }
    }

    public RestartConfig {
        path = List.copyOf(path);
        skips = List.copyOf(skips);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("a restart has a target");
        }
    }

    /** Of an instance. */
    public static RestartConfig ofInstance(Node node, RunPolicy policy, Map<String, ParamDefinition> params) {
        return new RestartConfig(List.of(node), policy, policy, params, Map.of(), List.of(), false);
    }

    /** Of a step; the node names it. */
    public static RestartConfig ofStep(Node node, RunPolicy downstream, Map<String, ParamDefinition> params) {
        return new RestartConfig(
                List.of(node),
                RunPolicy.RESTART_FROM_SPECIFIC,
                downstream,
                Map.of(),
                Map.of(node.stepId().orElseThrow(), params),
                List.of(),
                false);
    }

    /** Of a step that is to be skipped. */
    public static RestartConfig skipping(Node node) {
        return new RestartConfig(
                List.of(node),
                RunPolicy.RESTART_FROM_SPECIFIC,
                RunPolicy.RESTART_FROM_INCOMPLETE,
                Map.of(),
                Map.of(node.stepId().orElseThrow(), Map.of()),
                List.of(node.stepId().orElseThrow()),
                false);
    }

    /** The present run. */
    public Node current() {
        return path.getLast();
    }

    public Node target() {
        return path.getFirst();
    }

    /** Whether the present run is the target: only there params and skips count. */
    public boolean atTarget() {
        return path.size() == 1;
    }

    /** The policy of the present run. */
    public RunPolicy policyHere() {
        return atTarget() ? policy : RunPolicy.RESTART_FROM_SPECIFIC;
    }

    /** Those that count in the present run. */
    public Map<String, Map<String, ParamDefinition>> stepParamsHere() {
        return atTarget() ? stepParams : Map.of();
    }

    /** Those step params that hold something. */
    public Map<String, Map<String, ParamDefinition>> givenStepParams() {
        var given = new LinkedHashMap<>(stepParams);
        given.values().removeIf(Map::isEmpty);
        return given;
    }

    public boolean skips(String stepId) {
        return atTarget() && skips.contains(stepId);
    }

    /** As seen by the run that a step of the present run starts; empty when the path does not go there (§6.8). */
    public Optional<RestartConfig> below(String stepId) {
        if (atTarget() || !current().stepId().equals(Optional.of(stepId))) {
            return Optional.empty();
        }
        return Optional.of(with(path.subList(0, path.size() - 1)));
    }

    /** As seen by the run above. */
    public RestartConfig under(Node parent) {
        var longer = new ArrayList<>(path);
        longer.add(parent);
        return with(longer);
    }

    private RestartConfig with(List<Node> nodes) {
        return new RestartConfig(nodes, policy, downstream, params, stepParams, skips, everywhere);
    }
}
