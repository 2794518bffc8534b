package maestro.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import maestro.model.signal.SignalCondition;
import maestro.model.signal.SignalInstance;

/**
 * Looks for one instance of a signal among many: the newest for which all conditions hold, or the first after a number.
 * It walks the shortest list that an equality names, or that of a range where it is short, else the instances
 * themselves; page by page, so that no query is long.
 *
 * @param newest whether to begin at the end; {@code above}: the walk stays above this number
 */
record SignalSearch(
        Pool pool, String name, long signalKey, List<SignalCondition> conditions, boolean newest, long above) {
    private static final int PAGE = 1_000;
    private static final int SHORT = 5_000;

    private static final String COUNT_EQUAL = """
            select count(*) from (select 1 from signal_param
                where signal_key = ? and param = ? and value = ? and seq > ? limit ?) counted""";

    private static final String BY_VALUE = "select " + SignalTable.INSTANCE + "\n" + """
            from signal_param p join signal_instance i on i.signal_key = p.signal_key and i.seq = p.seq
            where p.signal_key = ? and p.param = ? and p.value = ? and p.seq > ? and p.seq < ? order by p.seq\s""";

    private static final String BY_SEQ = "select " + SignalTable.INSTANCE + "\n" + """
            from signal_instance i where i.signal_key = ? and i.seq > ? and i.seq < ? order by i.seq\s""";

    private static final String ONES = "select " + SignalTable.INSTANCE + "\n" + """
            from unnest(?::bigint[]) u(seq) join signal_instance i on i.signal_key = ? and i.seq = u.seq""";

    private interface Pages {
        List<SignalInstance> page(long after, long before);
    }

    Optional<SignalInstance> run() {
        var equal = conditions.stream().filter(condition -> !condition.operator().range()).toList();
        if (!equal.isEmpty()) {
            var shortest = equal.size() == 1
                    ? equal.getFirst()
                    : equal.stream().min(Comparator.comparingLong(this::count)).orElseThrow();
            return walk((after, before) -> byValue(shortest, after, before));
        }
        if (!conditions.isEmpty()) {
            var few = few(conditions.getFirst());
            if (few.isPresent()) {
                return few.get();
            }
        }
        return walk(this::bySeq);
    }

    private long count(SignalCondition condition) {
        return pool.one(
                        "counting instances of a signal",
                        row -> row.getLong(1),
                        COUNT_EQUAL,
                        signalKey, condition.param(), SignalTable.encoded(condition.value()), above, SHORT)
                .orElse(0L);
    }

    private Optional<SignalInstance> walk(Pages pages) {
        long after = above;
        long before = Long.MAX_VALUE;
        while (true) {
            var page = pages.page(after, before);
            for (var instance : page) {
                if (SignalCondition.all(conditions, instance.params())) {
                    return Optional.of(instance);
                }
            }
            if (page.size() < size()) {
                return Optional.empty();
            }
            if (newest) {
                before = page.getLast().seq();
            } else {
                after = page.getLast().seq();
            }
        }
    }

    private int size() {
        return conditions.isEmpty() ? 1 : PAGE;
    }

    private String order() {
        return (newest ? "desc" : "asc") + " limit ?";
    }

    private List<SignalInstance> byValue(SignalCondition condition, long after, long before) {
        return pool.list(
                "searching instances of a signal",
                row -> SignalTable.instance(name, row),
                BY_VALUE + order(),
                signalKey, condition.param(), SignalTable.encoded(condition.value()), after, before, size());
    }

    private List<SignalInstance> bySeq(long after, long before) {
        return pool.list(
                "searching instances of a signal",
                row -> SignalTable.instance(name, row),
                BY_SEQ + order(),
                signalKey, after, before, size());
    }

    /** The answer, where few instances lie in the range at all; empty: they are many. */
    private Optional<Optional<SignalInstance>> few(SignalCondition range) {
        boolean text = range.value() instanceof String;
        boolean up = range.operator() == SignalCondition.Operator.ABOVE
                || range.operator() == SignalCondition.Operator.FROM;
        String bound = SignalTable.encoded(range.value());
        String sql = "select seq from signal_param where signal_key = ? and param = ? and value " + range.operator().code()
                + " ? and value " + (up ? "< ?" : ">= ?") + " and seq > ? limit ?";
        String end = up ? (text ? "b" : "c") : (text ? "a" : "b");
        var seqs = new ArrayList<>(pool.list(
                "searching values of a signal", row -> row.getLong(1), sql, signalKey, range.param(), bound, end, above,
                SHORT));
        if (seqs.size() == SHORT) {
            return Optional.empty();
        }
        seqs.sort(newest ? Comparator.reverseOrder() : Comparator.naturalOrder());
        for (int i = 0; i < seqs.size(); i += PAGE) {
            var found = ones(seqs.subList(i, Math.min(seqs.size(), i + PAGE)));
            if (found.isPresent()) {
                return Optional.of(found);
            }
        }
        return Optional.of(Optional.empty());
    }

    private Optional<SignalInstance> ones(List<Long> seqs) {
        var order = Comparator.comparingLong(SignalInstance::seq);
        return pool.list(
                        "reading instances of a signal",
                        row -> SignalTable.instance(name, row),
                        ONES,
                        seqs.stream().mapToLong(Long::longValue).toArray(),
                        signalKey)
                .stream()
                .filter(instance -> SignalCondition.all(conditions, instance.params()))
                .min(newest ? order.reversed() : order);
    }
}
