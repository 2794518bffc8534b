package maestro.testkit.store;

import java.util.Comparator;
import java.util.List;
import maestro.core.row.HookRow;
import maestro.runtime.store.HookCalls;

/** {@link HookCalls} in memory. */
record MemoryHooks(MemoryDatabase database) implements HookCalls {
    record Key(long runKey, int ordinal) implements Comparable<Key> {
        Key(HookRow row) {
            this(row.runKey(), row.ordinal());
        }

        @Override
        public int compareTo(Key other) {
            return Comparator.comparingLong(Key::runKey).thenComparingInt(Key::ordinal).compare(this, other);
        }
    }

    /** A row with the node that tries it, or should. */
    record Kept(Call call, String node) {}

    static Kept fresh(HookRow row) {
        return new Kept(new Call(row, Status.PENDING, 0, row.atMillis(), "", 0), "");
    }

    @Override
    public List<Call> claim(String node, long nowMillis, long untilMillis, long patienceMillis, int max) {
        return database.call("claimHooks", tables -> {
            var due = tables.hooks.values().stream()
                    .filter(kept -> kept.call().dueMillis() > 0 && kept.call().dueMillis() <= nowMillis)
                    .filter(kept -> kept.node().isEmpty() || kept.node().equals(node)
                            || kept.call().dueMillis() <= nowMillis - patienceMillis)
                    .map(Kept::call)
                    .sorted(Comparator.comparingLong(Call::dueMillis))
                    .limit(max)
                    .map(call -> new Call(
                            call.row(), call.status(), call.attempts() + 1, untilMillis, call.answer(), 0))
                    .toList();
            due.forEach(call -> tables.hooks.put(new Key(call.row()), new Kept(call, node)));
            return due;
        });
    }

    @Override
    public void reclaim(String node, long nowMillis) {
        database.call("reclaimHooks", tables -> {
            tables.hooks.replaceAll((_, kept) -> {
                var call = kept.call();
                boolean mine = kept.node().equals(node) && call.dueMillis() > nowMillis;
                return mine ? new Kept(with(call, nowMillis, call.answer()), node) : kept;
            });
            return true;
        });
    }

    @Override
    public void ended(HookRow row, Status status, String answer, long atMillis) {
        database.call("endHook", tables -> tables.hooks.computeIfPresent(new Key(row), (_, kept) -> new Kept(
                new Call(row, status, kept.call().attempts(), 0, answer, atMillis), kept.node())));
    }

    @Override
    public void again(HookRow row, long dueMillis, String node, String answer) {
        database.call("putHookOff", tables -> tables.hooks.computeIfPresent(new Key(row), (_, kept) ->
                kept.call().dueMillis() == 0 ? kept : new Kept(with(kept.call(), dueMillis, answer), node)));
    }

    private static Call with(Call call, long dueMillis, String answer) {
        return new Call(call.row(), call.status(), call.attempts(), dueMillis, answer, call.endMillis());
    }

    @Override
    public List<Call> ofRun(long runKey) {
        return database.call("hooksOfRun", tables -> tables.hooks.subMap(new Key(runKey, 0), new Key(runKey + 1, 0))
                .values().stream().map(Kept::call).toList());
    }
}
