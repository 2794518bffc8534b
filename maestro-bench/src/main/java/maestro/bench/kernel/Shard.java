package maestro.bench.kernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import maestro.bench.Definition;
import maestro.core.dag.Plan;
import maestro.core.mail.Key;
import maestro.core.param.Clocked;
import maestro.core.row.PropertiesSnapshot;
import maestro.core.row.RunHead;
import maestro.core.rule.Command;
import maestro.core.rule.Effect;
import maestro.core.rule.Message;
import maestro.core.rule.RuleConfig;
import maestro.core.start.RunPreparation;
import maestro.core.state.ShardState;
import maestro.model.User;
import maestro.model.definition.Definitions;
import maestro.model.json.Json;
import maestro.model.run.StartRequest;
import maestro.runtime.shard.Sealed;
import maestro.runtime.shard.ShardMachine;

/** One shard with one published workflow, a chain, and nothing around it. One thread. */
final class Shard {
    private static final User TESTER = User.of("tester");
    private static final long NOW = 1_700_000_000_000L;

    private final ShardMachine machine;
    private final SplittableRandom random = new SplittableRandom(7);
    private final String workflowId;
    private final long internalId;
    private final Plan plan;
    private final RunHead head;
    private long ticket;

    Shard(int shard, long epoch, long sequence, long internalId, int steps) {
        this.internalId = internalId;
        workflowId = "kernel-" + internalId;
        machine = new ShardMachine(
                new ShardState(shard, sequence), epoch, RuleConfig.DEFAULT, random, NOW, new Nothing());
        var request = Definitions.checked(Definitions.fromJson(Definition.chain(workflowId, steps, 1000)));
        plan = Plan.of(request.workflow());
        head = new RunPreparation(RuleConfig.DEFAULT)
                .head(
                        plan,
                        new PropertiesSnapshot(NOW, TESTER, request.properties().orElseThrow()),
                        StartRequest.manual(),
                        TESTER,
                        new Clocked(NOW, random));
        machine.offer(new Message.Loaded(workflowId, Optional.empty()));
        machine.decide(() -> NOW, () -> false);
        ask(new Command.Publish(
                workflowId,
                Json.text(Definitions.toJson(request.workflow())),
                Map.of(),
                request.properties(),
                true,
                TESTER,
                internalId));
    }

    RunHead head() {
        return head;
    }

    /** The first batch: the workflow's own rows. Or what {@link #start} decided since the last call. */
    Sealed seal() {
        machine.decide(() -> NOW, () -> false);
        return machine.seal(NOW).orElseThrow();
    }

    void durable() {
        machine.committed();
    }

    /** One run from its start to its end, sealed as one batch. */
    Sealed run() {
        ask(new Command.Start(
                workflowId,
                internalId,
                List.of(new Command.Start.Request(
                        new UUID(random.nextLong(), random.nextLong()).toString(), 1, plan, head, Optional.empty()))));
        return seal();
    }

    private void ask(Command command) {
        machine.offer(new Message.Ask(command, ++ticket));
    }

    private static final class Nothing implements ShardMachine.Outside {
        @Override
        public void load(Key key) {
            throw new IllegalStateException("the workflow is in memory");
        }

        @Override
        public void readInbox() {
            throw new IllegalStateException("nobody writes to this shard");
        }

        @Override
        public void prepare(Effect.Prepare work) {
            throw new IllegalStateException("there are no subworkflows here");
        }

        @Override
        public void ask(Effect.AskSignal work) {
            throw new IllegalStateException("no signals here");
        }

        @Override
        public void fire(Effect.Fire work) {
            throw new IllegalStateException("no triggers here");
        }

        @Override
        public void tick(Effect.Tick work) {
            throw new IllegalStateException("no schedules here");
        }

        @Override
        public void compute(Effect.Compute work) {
            throw new IllegalStateException("nothing here takes long");
        }
    }
}
