package maestro.runtime.shard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import maestro.core.dag.Plan;
import maestro.core.row.LetterAside;
import maestro.core.row.ParentRef;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.SetAsideRow;
import maestro.core.row.WorkflowRow;
import maestro.core.rule.LetterJson;
import maestro.core.rule.Resting;
import maestro.core.state.BrokenRun;
import maestro.core.state.RunIdentity;
import maestro.model.MaestroException;
import maestro.runtime.store.Store;
import maestro.runtime.store.StoreUnavailable;

/**
 * Loads the live runs of a shard into a machine. A run that cannot be read, or that must not be tried again, is set aside
 * with its iterations, and the others are loaded all the same. Used once; one thread.
 */
public final class ShardLoading implements Store.Loading {
    private final Store store;
    private final Function<RunRow, Plan> plans;
    private final ShardMachine machine;
    private final Resting resting;
    private final Consumer<WorkflowRow> found;
    private final Map<Long, SetAsideRow> aside = new HashMap<>();
    /** Iterations that rest with the run above them, by their keys. */
    private final Map<Long, Long> rootOf = new HashMap<>();
    private final Set<Long> skipped = new HashSet<>();
    private final Map<String, SetAsideRow> unwritable = new LinkedHashMap<>();

    /**
     * @param plans finds the plan of an outermost run
     * @param found told of each workflow that is read
     */
    public ShardLoading(
            Store store, Function<RunRow, Plan> plans, ShardMachine machine, Consumer<WorkflowRow> found) {
        this.store = store;
        this.plans = plans;
        this.machine = machine;
        this.resting = machine.resting();
        this.found = found;
    }

    /**
     * @param broken runs that could not be written, by their uuids (keys of runs that were never stored are given out
     *     again): they are set aside now, or, if the store does not know them, refused when somebody asks for them again
     */
    public void load(Map<String, BrokenRun> broken) {
        var stored = store.aside(machine.state().shard());
        stored.runs().forEach(row -> aside.put(row.runKey(), row));
        broken.values().forEach(run -> {
            unwritable.put(run.root().identity().uuid(), resting.row(run));
            resting.refuseStart(run);
        });
        store.load(machine.state().shard(), this);
        stored.runs().forEach(row -> {
            if (aside.containsKey(row.runKey())) {
                resting.rests(row);
            }
        });
        stored.letters().stream()
                .filter(letter -> readable(letter))
                .forEach(resting::takenUp);
    }

    private static boolean readable(LetterAside letter) {
        try {
            LetterJson.read(letter.letter().payload());
            return true;
        } catch (MaestroException still) {
            return false;
        }
    }

    @Override
    public void workflow(WorkflowRow row) {
        try {
            resting.workflow(row);
            found.accept(row);
        } catch (StoreUnavailable away) {
            throw away;
        } catch (RuntimeException unreadable) {
            resting.unreadable(row.workflowId(), Optional.of(row), unreadable);
        }
    }

    @Override
    public void run(Store.LiveRun live) {
        var row = live.run();
        var broken = unwritable.get(row.uuid());
        if (broken != null && broken.runKey() == row.runKey()) { // else a twin was refused, and this one is sound
            setAside(broken);
            return;
        }
        var rests = Optional.ofNullable(aside.get(row.runKey()));
        var unknown = machine.state().unreadable(row.workflowId());
        if (unknown.isPresent()) {
            aside.computeIfAbsent(row.runKey(), _ -> resting.withItsWorkflow(row, unknown.get()));
            return;
        }
        if (rests.filter(before -> !resting.triesAgain(before)).isPresent() || restsAbove(row)) {
            skipped.add(row.runKey());
            return;
        }
        try {
            machine.load(row, live.steps(), plans);
            rests.ifPresent(before -> {
                aside.remove(row.runKey());
                resting.takenUp(before);
            });
        } catch (StoreUnavailable away) {
            throw away;
        } catch (RuntimeException | StackOverflowError unreadable) {
            unreadable(RunIdentity.of(row), RunHead.parent(row.head()), unreadable);
        }
    }

    /** An iteration rests with the run that it belongs to, whether it can be read or not. */
    private boolean restsAbove(RunRow row) {
        var above = aside.isEmpty() && skipped.isEmpty() ? Optional.<Long>empty() : above(row);
        if (above.isEmpty()) {
            return false;
        }
        Long root = aside.containsKey(above.get()) ? above.get() : rootOf.get(above.get());
        if (root == null) {
            return skipped.contains(above.get());
        }
        rootOf.put(row.runKey(), root);
        var before = aside.get(root);
        if (!before.keys().contains(row.runKey())) {
            var keys = new ArrayList<>(before.keys());
            keys.add(row.runKey());
            setAside(before.with(keys));
        }
        return true;
    }

    private static Optional<Long> above(RunRow row) {
        try {
            return RunHead.read(row.head()).iteration().map(ref -> ref.parentKey());
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private void setAside(SetAsideRow row) {
        aside.put(row.runKey(), row);
        resting.setAside(row);
    }

    @Override
    public void unreadable(long runKey, String workflowId, long instanceId, long runId, RuntimeException why) {
        unreadable(new RunIdentity(runKey, workflowId, 0, instanceId, runId, 0, ""), Optional.empty(), why);
    }

    private void unreadable(RunIdentity run, Optional<ParentRef> parent, Throwable why) {
        if (aside.containsKey(run.runKey())) {
            return; // as it was when it was set aside
        }
        var row = resting.unreadable(run, parent, why);
        aside.put(row.runKey(), row);
        row.keys().forEach(key -> rootOf.put(key, row.runKey()));
    }
}
