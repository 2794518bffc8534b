package maestro.runtime.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import maestro.core.dag.Plan;
import maestro.core.loop.InlineIds;
import maestro.core.param.Clocked;
import maestro.core.restart.Past;
import maestro.core.restart.Preview;
import maestro.core.restart.RestartPoint;
import maestro.core.row.RestartConfig;
import maestro.core.row.RestartConfig.Node;
import maestro.core.rule.Answer;
import maestro.core.rule.Command;
import maestro.core.rule.RuleConfig;
import maestro.core.start.RestartPreparation;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.run.Initiator;
import maestro.model.run.RestartRequest;
import maestro.model.run.StepRestartRequest;
import maestro.model.run.UpstreamRestartMode;
import maestro.runtime.World;
import maestro.runtime.engine.RestartOutcome;
import maestro.runtime.engine.StartOutcome;

/**
 * Restarts of instances and steps: reads what ended runs left, finds where the restart takes hold, and has that shard do
 * it (execution.md §6). What changes in between is noticed by the shard, and read again. Thread-safe.
 */
final class Restarts {
    /** Times that what was read may have changed before the shard saw it. */
    private static final int TRIES = 200;

    private final Function<Command, Answer> shards;
    private final Pasts pasts;
    private final RestartPreparation preparation;
    private final RuleConfig rules;
    private final World world;

    /** @param shards brings a command to its shard and waits for the durable answer */
    Restarts(Function<Command, Answer> shards, Pasts pasts, RuleConfig rules, World world) {
        this.shards = shards;
        this.pasts = pasts;
        this.rules = rules;
        this.preparation = new RestartPreparation(rules);
        this.world = world;
    }

    /** The same, asking in another way. */
    Restarts asking(Function<Command, Answer> way) {
        return new Restarts(way, pasts, rules, world);
    }

    RestartOutcome restart(String workflowId, long instanceId, RestartRequest request, User caller) {
        var config = config(workflowId, instanceId, request);
        return restart(config, request.requestId(), request.requestTime(), caller);
    }

    List<Preview> preview(String workflowId, long instanceId, RestartRequest request) {
        return preview(config(workflowId, instanceId, request));
    }

    private static RestartConfig config(String workflowId, long instanceId, RestartRequest request) {
        return RestartConfig.ofInstance(
                new Node(workflowId, instanceId, Optional.empty()), request.policy(), request.runParams());
    }

    RestartOutcome restart(
            String workflowId, long instanceId, String stepId, StepRestartRequest request, User caller) {
        var config = config(workflowId, instanceId, stepId, request);
        return restart(config, request.requestId(), request.requestTime(), caller);
    }

    List<Preview> preview(String workflowId, long instanceId, String stepId, StepRestartRequest request) {
        return preview(config(workflowId, instanceId, stepId, request));
    }

    /** A new run, or a new attempt, in which the step is skipped. */
    RestartOutcome skip(String workflowId, long instanceId, String stepId, User caller) {
        var config = RestartConfig.skipping(new Node(workflowId, instanceId, Optional.of(stepId)));
        return restart(config, Optional.empty(), Optional.empty(), caller);
    }

    private RestartConfig config(String workflowId, long instanceId, String stepId, StepRestartRequest request) {
        var step = new Node(workflowId, instanceId, Optional.of(stepId));
        return request.upstreamRestartMode() == UpstreamRestartMode.RESTART_FROM_INLINE_ROOT
                ? fromInlineRoot(step, request)
                : RestartConfig.ofStep(step, request.policy(), request.stepRunParams());
    }

    /** The instance around the loops is restarted; the params are for the step in each iteration (§6.9, Q12). */
    private RestartConfig fromInlineRoot(Node step, StepRestartRequest request) {
        var past = pasts.require(step.workflowId(), step.instanceId());
        String stepId = step.stepId().orElseThrow();
        RestartPoint.requireReached(past, pasts.whole(past), stepId);
        if (past.run().live()) {
            throw MaestroException.badRequest("Instance [" + step.instanceId() + "] of workflow ["
                    + step.workflowId() + "] is in non-terminal status [" + past.run().status()
                    + "]; RESTART_FROM_INLINE_ROOT needs it to have ended");
        }
        var params = Map.of(stepId, request.stepRunParams());
        return new RestartConfig(
                List.of(root(step, past)), request.policy(), request.policy(), Map.of(), params, List.of(), true);
    }

    private static Node root(Node step, Past past) {
        if (past.head().initiator() instanceof Initiator.Upstream upstream && InlineIds.inline(step.workflowId())) {
            var around = upstream.ancestors().reversed().stream()
                    .filter(ancestor -> !InlineIds.inline(ancestor.workflowId()))
                    .findFirst();
            if (around.isPresent()) {
                return new Node(around.get().workflowId(), around.get().instanceId(), Optional.empty());
            }
        }
        return new Node(step.workflowId(), step.instanceId(), Optional.empty());
    }

    private List<Preview> preview(RestartConfig config) {
        var point = RestartPoint.find(pasts, config);
        if (!point.live()) {
            head(point, User.of(""), world.millis());
        }
        return point.way();
    }

    private RestartOutcome restart(
            RestartConfig config, Optional<UUID> requestId, Optional<Long> requestTime, User caller) {
        String uuid = requestId.orElseGet(UUID::randomUUID).toString();
        long asked = requestTime.orElseGet(world::millis);
        for (int i = 0; i < TRIES; i++) {
            var known = requestId.flatMap(id -> known(config.target(), uuid));
            if (known.isPresent()) {
                return known.get();
            }
            var point = RestartPoint.find(pasts, config);
            var outcome = point.live() ? inPlace(point, uuid, caller) : anew(point, uuid, asked, caller);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        throw new MaestroException(
                Code.CONFLICT, "Instances of this workflow are restarted faster than one can look; try again");
    }

    /** The run that this request made before: of the instance itself, or of the root above it. */
    private Optional<RestartOutcome> known(Node target, String uuid) {
        var ids = new ArrayList<String>(List.of(target.workflowId()));
        pasts.latest(target.workflowId(), target.instanceId())
                .filter(past -> past.head().initiator() instanceof Initiator.Upstream)
                .map(past -> (Initiator.Upstream) past.head().initiator())
                .ifPresent(upstream -> ids.add(upstream.ancestors().getFirst().workflowId()));
        return ids.stream()
                .flatMap(id -> pasts.reads().runByUuid(id, uuid).stream())
                .findFirst()
                .map(run -> new RestartOutcome(
                        new StartOutcome(
                                run.workflowId(),
                                run.version(),
                                run.instanceId(),
                                run.runId(),
                                uuid,
                                StartOutcome.Status.DUPLICATED,
                                "A run with this request id exists already",
                                world.millis()),
                        Optional.empty(),
                        0));
    }

    private Optional<RestartOutcome> anew(RestartPoint point, String uuid, long askedMillis, User caller) {
        var last = point.past().run();
        var head = head(point, caller, askedMillis);
        Plan dag = point.plan().within(head.restart().orElseThrow().dag());
        var request = new Command.Start.Request(uuid, last.version(), dag, head, Optional.empty());
        var answer = shards.apply(new Command.Restart(last.workflowId(), point.revision(), last, request));
        return answer instanceof Answer.Started started
                ? Optional.of(new RestartOutcome(
                        Outcomes.start(last.workflowId(), started.runs().getFirst(), head.initiator()),
                        Optional.empty(),
                        0))
                : Optional.empty();
    }

    private maestro.core.row.RunHead head(RestartPoint point, User caller, long askedMillis) {
        return preparation.head(
                point.past(),
                point.plan(),
                point.config().policyHere(),
                Optional.of(point.config()),
                RestartPreparation.Asked.by(
                        new Initiator.Manual(Optional.of(caller)), pasts.alerting(point.past()), askedMillis),
                now());
    }

    private Optional<RestartOutcome> inPlace(RestartPoint point, String uuid, User caller) {
        var run = point.past().run();
        String stepId = point.config().current().stepId().orElseThrow();
        var answer = shards.apply(
                new Command.RestartStep(point.owner(), run.runKey(), stepId, point.config(), caller));
        return answer instanceof Answer.StepTaken taken
                ? Optional.of(new RestartOutcome(
                        new StartOutcome(
                                run.workflowId(),
                                run.version(),
                                run.instanceId(),
                                run.runId(),
                                uuid,
                                StartOutcome.Status.CREATED,
                                "User [" + caller.name() + "] restarts step [" + stepId + "] of the running run ["
                                        + run.runId() + "]",
                                taken.atMillis()),
                        Optional.of(stepId),
                        taken.attempt()))
                : Optional.empty();
    }

    private Clocked now() {
        return new Clocked(
                world.millis(), new SplittableRandom(ThreadLocalRandom.current().nextLong()));
    }
}
