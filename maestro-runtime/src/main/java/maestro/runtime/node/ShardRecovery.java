package maestro.runtime.node;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import maestro.core.mail.Key;
import maestro.core.permit.AutomaticTags;
import maestro.core.row.WorkflowRow;
import maestro.core.rule.RuleConfig;
import maestro.core.rule.ShardNumbers;
import maestro.core.state.Recovery;
import maestro.core.state.ShardState;
import maestro.runtime.World;
import maestro.runtime.shard.ShardLoading;
import maestro.runtime.shard.ShardMachine;
import maestro.runtime.store.Leases;
import maestro.runtime.store.Store;
import maestro.runtime.store.StoreUnavailable;

/**
 * Brings a shard that was just taken into memory. Thread-safe.
 *
 * @param found told of each workflow that is read
 */
record ShardRecovery(
        Store store,
        PlanCache plans,
        RuleConfig rules,
        Removals removals,
        Troubles troubles,
        Consumer<WorkflowRow> found) {
    /**
     * Tries until the database answers.
     *
     * @throws InterruptedException when the node closes meanwhile
     */
    ShardMachine recover(Leases.Shard shard, ShardMachine.Outside outside, BooleanSupplier open)
            throws InterruptedException {
        while (true) {
            try {
                return load(shard, outside);
            } catch (StoreUnavailable away) {
                if (!open.getAsBoolean()) {
                    throw new InterruptedException();
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    private ShardMachine load(Leases.Shard shard, ShardMachine.Outside outside) {
        var world = World.real();
        var machine = new ShardMachine(
                new ShardState(shard.shard(), shard.sequence()),
                shard.epoch(),
                rules,
                world.random(),
                world.millis(),
                outside);
        new ShardLoading(store, plans::plan, machine, found).load(troubles.broken(shard.shard()));
        store.triggered(shard.shard()).stream()
                .filter(row -> row.dueMillis() > 0)
                .forEach(row -> machine.schedule(row.workflowId(), row.dueMillis()));
        Recovery.limits(machine.state(), store.permits().permits(AutomaticTags.PREFIX, "", Integer.MAX_VALUE).stream()
                .filter(permit -> ShardNumbers.of(new Key.Tag(permit.tag()).text(), rules.shards()) == shard.shard())
                .toList());
        store.signals().behind(shard.shard()).forEach(machine::wake);
        removals.resume(shard.shard());
        return machine;
    }
}
