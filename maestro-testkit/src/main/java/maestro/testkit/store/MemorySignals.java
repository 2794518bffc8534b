package maestro.testkit.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import maestro.core.signal.ListenerRow;
import maestro.core.signal.SignalQuery;
import maestro.core.signal.SignalRow;
import maestro.core.signal.StoredSignal;
import maestro.model.signal.SignalCondition;
import maestro.model.signal.SignalInstance;
import maestro.runtime.store.Signals;

/** {@link Signals} in memory; its searches look at everything. */
record MemorySignals(MemoryDatabase database) implements Signals {
    /** The tables of signals. */
    static final class Tables {
        final TreeMap<String, SignalRow> rows = new TreeMap<>();
        final TreeMap<Long, TreeMap<Long, SignalInstance>> instances = new TreeMap<>();
        final TreeMap<Long, TreeMap<String, ListenerRow>> listeners = new TreeMap<>();

        void putAll(Tables from) {
            rows.putAll(from.rows);
            from.instances.forEach((key, some) -> instances.put(key, new TreeMap<>(some)));
            from.listeners.forEach((key, some) -> listeners.put(key, new TreeMap<>(some)));
        }

        void write(maestro.core.signal.SignalChanges changes) {
            for (var row : changes.signals()) {
                var other = rows.put(row.name(), row);
                if (other != null && other.key() != row.key()) {
                    throw new IllegalStateException("two signals of the name " + row.name());
                }
            }
            for (var row : changes.instances()) {
                var same = instances.computeIfAbsent(row.signalKey(), _ -> new TreeMap<>());
                boolean twice = same.values().stream()
                        .anyMatch(other -> other.instanceId().equals(row.instance().instanceId()));
                if (twice || same.putIfAbsent(row.instance().seq(), row.instance()) != null) {
                    throw new IllegalStateException("an instance twice: " + row);
                }
            }
            changes.gone().forEach(key -> of(key.signalKey()).remove(key.listener()));
            changes.listeners().forEach(row -> of(row.signalKey()).put(row.listener(), row));
        }

        private TreeMap<String, ListenerRow> of(long key) {
            return listeners.computeIfAbsent(key, _ -> new TreeMap<>());
        }

        TreeMap<Long, SignalInstance> of(String name) {
            var row = rows.get(name);
            return row == null ? new TreeMap<>() : instances.getOrDefault(row.key(), new TreeMap<>());
        }
    }

    @Override
    public Optional<StoredSignal> load(String name) {
        return database.call("signal", tables -> Optional.ofNullable(tables.signals.rows.get(name))
                .map(row -> new StoredSignal(
                        row,
                        tables.signals.of(name).tailMap(row.lastSeq() - StoredSignal.NEWEST, false).values().stream()
                                .map(MemorySignals::bare)
                                .toList(),
                        List.copyOf(tables.signals.of(row.key()).values()))));
    }

    private static SignalInstance bare(SignalInstance instance) {
        return new SignalInstance(
                instance.name(), instance.seq(), instance.instanceId(), instance.params(), Map.of(),
                instance.requestMillis(), instance.createMillis());
    }

    @Override
    public List<String> behind(int shard) {
        return database.call("signalsBehind", shard, tables -> tables.signals.rows.values().stream()
                .filter(row -> row.busy() && row.shard() == shard)
                .map(SignalRow::name)
                .toList());
    }

    @Override
    public SignalQuery.Found find(SignalQuery query) {
        return database.call("signalSearch", tables -> {
            var all = tables.signals.instances.getOrDefault(query.signalKey(), new TreeMap<>());
            long last = tables.signals.rows.values().stream()
                    .filter(row -> row.key() == query.signalKey())
                    .mapToLong(SignalRow::lastSeq)
                    .findFirst()
                    .orElse(0);
            var found = switch (query) {
                case SignalQuery.ById(_, var request, _) -> all.values().stream()
                        .filter(instance -> instance.instanceId().equals(request.instanceId()))
                        .toList();
                case SignalQuery.Newest(_, _, var conditions) -> all.descendingMap().values().stream()
                        .filter(instance -> SignalCondition.all(conditions, instance.params()))
                        .limit(1)
                        .toList();
                case SignalQuery.After(_, var listener, _) -> all.tailMap(listener.since(), false).values().stream()
                        .limit(SignalQuery.After.PAGE)
                        .toList();
            };
            return new SignalQuery.Found(found.stream().map(MemorySignals::bare).toList(), last);
        });
    }

    @Override
    public Optional<SignalInstance> instance(String name, long seq) {
        return database.call("signalInstance", tables -> Optional.ofNullable(tables.signals.of(name).get(seq)));
    }

    @Override
    public Optional<SignalInstance> latest(String name) {
        return instances(name, Long.MAX_VALUE, 1).stream().findFirst();
    }

    @Override
    public List<SignalInstance> instances(String name, long beforeSeq, int size) {
        return database.call("signalInstances", tables ->
                tables.signals.of(name).headMap(beforeSeq, false).descendingMap().values().stream().limit(size).toList());
    }

    @Override
    public Matching instances(String name, List<SignalCondition> conditions, long beforeSeq, int size) {
        var found = instances(name, beforeSeq, Integer.MAX_VALUE).stream()
                .filter(instance -> SignalCondition.all(conditions, instance.params()))
                .toList();
        return found.size() <= size
                ? new Matching(found, Optional.empty())
                : new Matching(found.subList(0, size), Optional.of(found.get(size - 1).seq()));
    }

    @Override
    public Optional<SignalInstance> lowest(String name, List<SignalCondition> conditions, long above) {
        return database.call("signalLowest", tables -> tables.signals.of(name).tailMap(above, false).values().stream()
                .filter(instance -> SignalCondition.all(conditions, instance.params()))
                .map(MemorySignals::bare)
                .findFirst());
    }

    @Override
    public Map<String, Long> lastSeqs(Collection<String> names) {
        return database.call("lastSeqs", tables -> {
            var last = new TreeMap<String, Long>();
            names.stream().filter(tables.signals.rows::containsKey)
                    .forEach(name -> last.put(name, tables.signals.rows.get(name).lastSeq()));
            return last;
        });
    }

    @Override
    public List<Overview> names(String prefix, String after, int size) {
        return database.call("signalNames", tables -> tables.signals.rows.tailMap(after, false).values().stream()
                .filter(row -> row.name().startsWith(prefix))
                .limit(size)
                .map(row -> new Overview(
                        row.name(), row.lastSeq(),
                        row.lastSeq() == 0 ? 0 : tables.signals.of(row.name()).get(row.lastSeq()).createMillis(),
                        tables.signals.of(row.key()).size()))
                .toList());
    }

    @Override
    public List<ListenerRow> listeners(String name, String after, int size) {
        return database.call("signalListeners", tables -> {
            var row = tables.signals.rows.get(name);
            return row == null
                    ? List.of()
                    : new ArrayList<>(tables.signals.of(row.key()).tailMap(after, false).values()).stream()
                            .limit(size)
                            .toList();
        });
    }
}
