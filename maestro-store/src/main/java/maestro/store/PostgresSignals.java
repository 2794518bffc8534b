package maestro.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import maestro.core.signal.ListenerRow;
import maestro.core.signal.SignalQuery;
import maestro.core.signal.SignalRow;
import maestro.core.signal.StoredSignal;
import maestro.model.signal.SignalCondition;
import maestro.model.signal.SignalInstance;
import maestro.runtime.store.Signals;

/** Reads the tables of {@link SignalTable}. */
record PostgresSignals(Pool pool) implements Signals {
    private static final int PAGE = 500;
    private static final String ONE = "select signal_key, shard, name, last_seq, busy, detail from signal where name = ?";
    private static final String LISTENERS = """
            select signal_key, listener, detail from signal_listener
            where signal_key = ? and listener > ? order by listener limit ?""";
    private static final String BEHIND = "select name from signal where shard = ? and busy order by name";
    private static final String NEWEST = "select " + SignalTable.INSTANCE + "\n" + """
            from signal_instance i where i.signal_key = ? order by i.seq desc limit ?""";
    private static final String AFTER = "select " + SignalTable.INSTANCE + "\n" + """
            from signal_instance i where i.signal_key = ? and i.seq > ? order by i.seq limit ?""";
    private static final String BY_ID = "select s.last_seq, " + SignalTable.INSTANCE + "\n" + """
            from signal s left join signal_instance i on i.signal_key = s.signal_key and i.instance_id = ?
            where s.signal_key = ?""";
    private static final String LAST = "select last_seq, name from signal where signal_key = ?";
    private static final String WITH_PAYLOAD = "select " + SignalTable.INSTANCE + """
            , i.payload from signal s join signal_instance i on i.signal_key = s.signal_key where s.name = ? and\s""";
    private static final String LAST_SEQS = "select name, last_seq from signal where name = any(?::text[])";
    private static final String NAMES = """
            select s.name, s.last_seq, coalesce(i.create_millis, 0),
                (select count(*) from (select 1 from signal_listener l where l.signal_key = s.signal_key limit %d) c)
            from (select * from signal where name > ? and name >= ? and name <= ? order by name limit ?) s
            left join signal_instance i on i.signal_key = s.signal_key and i.seq = s.last_seq
            order by s.name""".formatted(COUNTED_MAX);
    private static final String HAVING = "select " + SignalTable.INSTANCE + """
            , i.payload from signal_param p
            join signal_instance i on i.signal_key = p.signal_key and i.seq = p.seq
            where p.signal_key = ? and p.param = ? and p.value = ? and p.seq < ? order by p.seq desc limit ?""";

    @Override
    public Optional<StoredSignal> load(String name) {
        return row(name).map(row -> new StoredSignal(
                row,
                pool.list("reading a signal", found -> instance(name, found), NEWEST, row.key(), StoredSignal.NEWEST)
                        .reversed(),
                pool.list(
                        "reading listeners", PostgresSignals::listener, LISTENERS, row.key(), "", Integer.MAX_VALUE)));
    }

    private Optional<SignalRow> row(String name) {
        return pool.one(
                "reading a signal",
                row -> new SignalRow(
                        row.getLong(1), row.getInt(2), row.getString(3), row.getLong(4), row.getBoolean(5),
                        row.getString(6)),
                ONE,
                name);
    }

    private static SignalInstance instance(String name, ResultSet row) throws SQLException {
        return SignalTable.instance(name, row);
    }

    private static ListenerRow listener(ResultSet row) throws SQLException {
        return new ListenerRow(row.getLong(1), row.getString(2), row.getString(3));
    }

    @Override
    public List<String> behind(int shard) {
        return pool.list("looking for signals to be told of", row -> row.getString(1), BEHIND, shard);
    }

    @Override
    public SignalQuery.Found find(SignalQuery query) {
        return switch (query) {
            case SignalQuery.ById(var key, var request, _) -> pool.one(
                            "looking for an announcement",
                            row -> byId(request.name(), row),
                            BY_ID,
                            request.instanceId(),
                            key)
                    .orElse(new SignalQuery.Found(List.of(), 0));
            case SignalQuery.Newest(var key, _, var conditions) -> {
                var last = last(key);
                yield new SignalQuery.Found(
                        new SignalSearch(pool, last.name(), key, conditions, true, 0).run().stream().toList(),
                        last.lastSeq());
            }
            case SignalQuery.After(var key, var listener, _) -> {
                var last = last(key);
                yield new SignalQuery.Found(
                        pool.list(
                                "reading instances of a signal",
                                row -> instance(last.name(), row),
                                AFTER,
                                key, listener.since(), SignalQuery.After.PAGE),
                        last.lastSeq());
            }
        };
    }

    private static SignalQuery.Found byId(String name, ResultSet row) throws SQLException {
        long last = row.getLong(1);
        long seq = row.getLong(2);
        if (seq == 0) {
            return new SignalQuery.Found(List.of(), last);
        }
        var found = new SignalInstance(
                name, seq, row.getString(3), SignalInstance.params(maestro.core.row.StoredJson.parse(row.getString(6))),
                Map.of(), row.getLong(5), row.getLong(4));
        return new SignalQuery.Found(List.of(found), last);
    }

    /** Read before a search, which therefore sees everything up to it. */
    private Summary last(long key) {
        return pool.one("reading a signal", row -> new Summary(row.getString(2), row.getLong(1)), LAST, key)
                .orElse(new Summary("", 0));
    }

    @Override
    public Optional<SignalInstance> instance(String name, long seq) {
        return pool.one(
                "reading a signal's instance", row -> instance(name, row), WITH_PAYLOAD + "i.seq = ?", name, seq);
    }

    @Override
    public Optional<SignalInstance> latest(String name) {
        return pool.one(
                "reading a signal's instance", row -> instance(name, row), WITH_PAYLOAD + "i.seq = s.last_seq", name);
    }

    @Override
    public List<SignalInstance> instances(String name, long beforeSeq, int size) {
        return pool.list(
                "listing a signal's instances",
                row -> instance(name, row),
                WITH_PAYLOAD + "i.seq < ? order by i.seq desc limit ?",
                name, beforeSeq, size);
    }

    @Override
    public Matching instances(String name, List<SignalCondition> conditions, long beforeSeq, int size) {
        var key = row(name).map(SignalRow::key);
        if (key.isEmpty()) {
            return new Matching(List.of(), Optional.empty());
        }
        var found = new ArrayList<SignalInstance>();
        long before = beforeSeq;
        for (int looked = 0; looked < LOOKED_MAX; looked += PAGE) {
            var page = conditions.isEmpty()
                    ? instances(name, before, PAGE)
                    : having(name, key.get(), conditions.getFirst(), before);
            for (var instance : page) {
                if (found.size() == size) {
                    return new Matching(found, Optional.of(found.getLast().seq()));
                }
                if (SignalCondition.all(conditions, instance.params())) {
                    found.add(instance);
                }
            }
            if (page.size() < PAGE) {
                return new Matching(found, Optional.empty());
            }
            before = page.getLast().seq();
        }
        return new Matching(found, Optional.of(before));
    }

    private List<SignalInstance> having(String name, long key, SignalCondition equal, long before) {
        return pool.list(
                "listing a signal's instances",
                row -> instance(name, row),
                HAVING,
                key, equal.param(), SignalTable.encoded(equal.value()), before, PAGE);
    }

    @Override
    public Optional<SignalInstance> lowest(String name, List<SignalCondition> conditions, long above) {
        return row(name).flatMap(row -> new SignalSearch(pool, name, row.key(), conditions, false, above).run());
    }

    @Override
    public Map<String, Long> lastSeqs(Collection<String> names) {
        return pool
                .list(
                        "reading signals",
                        row -> new Summary(row.getString(1), row.getLong(2)),
                        LAST_SEQS,
                        (Object) names.toArray(String[]::new))
                .stream()
                .collect(Collectors.toMap(Summary::name, Summary::lastSeq));
    }

    @Override
    public List<Overview> names(String prefix, String after, int size) {
        return pool.list(
                "listing signals",
                row -> new Overview(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                NAMES,
                after, prefix, prefix + WorkflowTable.LAST_CHARACTER, size);
    }

    @Override
    public List<ListenerRow> listeners(String name, String after, int size) {
        return row(name)
                .map(row -> pool.list(
                        "listing listeners", PostgresSignals::listener, LISTENERS, row.key(), after, size))
                .orElse(List.of());
    }
}
