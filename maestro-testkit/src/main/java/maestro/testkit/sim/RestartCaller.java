package maestro.testkit.sim;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import maestro.core.param.Clocked;
import maestro.core.restart.Archive;
import maestro.core.restart.Preview;
import maestro.core.restart.RestartPoint;
import maestro.core.row.RestartConfig;
import maestro.core.rule.Command;
import maestro.core.rule.RuleConfig;
import maestro.core.start.RestartPreparation;
import maestro.model.run.Initiator;

/** Makes commands out of restarts the way a server does before a shard hears of them. One thread. */
final class RestartCaller {
    private final Archive archive;
    private final VirtualClock clock;
    private final RestartPreparation preparation = new RestartPreparation(RuleConfig.DEFAULT);

    RestartCaller(Archive archive, VirtualClock clock) {
        this.archive = archive;
        this.clock = clock;
    }

    List<Preview> preview(RestartConfig config) {
        return RestartPoint.find(archive, config).way();
    }

    Command command(RestartConfig config, String uuid) {
        var point = RestartPoint.find(archive, config);
        var last = point.past().run();
        if (point.live()) {
            String step = point.config().current().stepId().orElseThrow();
            return new Command.RestartStep(point.owner(), last.runKey(), step, point.config(), Caller.AMY);
        }
        var head = preparation.head(
                point.past(),
                point.plan(),
                point.config().policyHere(),
                Optional.of(point.config()),
                RestartPreparation.Asked.by(
                        new Initiator.Manual(Optional.of(Caller.AMY)), archive.alerting(point.past()), clock.millis()),
                new Clocked(clock.millis(), new SplittableRandom(clock.millis())));
        var dag = point.plan().within(head.restart().orElseThrow().dag());
        var request = new Command.Start.Request(uuid, last.version(), dag, head, Optional.empty());
        return new Command.Restart(last.workflowId(), point.revision(), last, request);
    }
}
