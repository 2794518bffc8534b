package maestro.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads.Place;
import maestro.runtime.store.Reads.Slice;

/**
 * Pieces of the queries behind {@link RunSearch}: ways through the indexes in order of the creation of instances, and
 * what the rows on the way must fulfil. Texts with the arguments that belong to them.
 */
record RunWalk(Slice slice, Optional<Place> lowest, Optional<Place> highest, int rowsMax) {
    static final String BORN = "(r.create_millis - r.later_millis)";
    private static final String LISTED = "not " + RunTable.INLINE;
    private static final String LATEST = """
            (select max(n.run_id) from run n where n.workflow_id = c.workflow_id
                and n.instance_id = c.instance_id) = c.run_id""";

    /** A case keeps the order of conditions, the dear ones last, and keeps the database from making joins of them. */
    private static final String PRESENT = "case when %s then " + LATEST + """
            \sand exists (select from workflow w
                where w.workflow_id = c.workflow_id and w.internal_id = c.internal_id and not w.deleted) else false end""";

    /** The runs of one workflow in one status, which an index holds in order. */
    record Pair(long internalId, int status) {}

    /** A text and its arguments. */
    record Sql(String text, List<Object> arguments) {
        static Sql of(String text, Object... arguments) {
            return new Sql(text, List.of(arguments));
        }

        static Sql joined(String delimiter, List<Sql> parts) {
            return new Sql(
                    parts.stream().map(Sql::text).collect(Collectors.joining(delimiter)),
                    parts.stream().flatMap(part -> part.arguments().stream()).toList());
        }

        /** Puts parts in the places of {@code %s}, in order. */
        static Sql filled(String text, Sql... parts) {
            return new Sql(
                    text.formatted(List.of(parts).stream().map(Sql::text).toArray()),
                    List.of(parts).stream().flatMap(part -> part.arguments().stream()).toList());
        }
    }

    static RunWalk of(InstanceFilter filter, Slice slice, int rowsMax) {
        var from = filter.fromMillis() == Long.MIN_VALUE
                ? Optional.<Place>empty()
                : Optional.of(new Place(filter.fromMillis() - 1, Long.MAX_VALUE, Long.MAX_VALUE));
        var to = filter.toMillis() == Long.MAX_VALUE
                ? Optional.<Place>empty()
                : Optional.of(new Place(filter.toMillis(), Long.MIN_VALUE, Long.MIN_VALUE));
        var after = slice.after();
        return slice.older()
                ? new RunWalk(slice, from, first(to, after, Comparator.naturalOrder()), rowsMax)
                : new RunWalk(slice, first(from, after, Comparator.reverseOrder()), to, rowsMax);
    }

    private static Optional<Place> first(Optional<Place> a, Optional<Place> b, Comparator<Place> order) {
        return Stream.concat(a.stream(), b.stream()).min(order);
    }

    /** Runs in one of these statuses. */
    Sql byStatus(List<Integer> statuses) {
        return merged(statuses.stream()
                .map(status -> branch(Sql.of("r.status = " + status + " and " + LISTED)))
                .toList());
    }

    Sql byStarter(String label) {
        return merged(List.of(branch(Sql.of("r.started_by = ? and r.started_by <> ''", label))));
    }

    Sql ofPairs(List<Pair> pairs) {
        return merged(pairs.stream()
                .map(pair -> branch(Sql.of(
                        "r.internal_id = ? and r.status = " + pair.status() + " and " + LISTED, pair.internalId())))
                .toList());
    }

    /** Runs that were started with a tag. @param internalId empty: of all workflows */
    Sql byTag(String tag, Optional<Long> internalId) {
        var of = internalId.map(id -> Sql.of("t.tag = ? and t.internal_id = ?", tag, id))
                .orElseGet(() -> Sql.of("t.tag = ?", tag));
        var tags = Sql.filled("select t.run_key from run_tag t where %s%s order by " + order("t.born_millis", "t.")
                + " limit " + rowsMax, of, within("t.born_millis", "t."));
        return Sql.filled("select r.* from (%s) t cross join lateral (select " + candidate()
                + " from run r where r.run_key = t.run_key offset 0) r", tags);
    }

    /** The newest (or oldest) run of each workflow and status, be there later runs of its instance or not. */
    Sql heads(long[] internalIds, List<Integer> statuses, int size) {
        var codes = statuses.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return Sql.filled("select h.internal_id, s.status, h.born, h.instance_id from (select i.internal_id, k.status"
                + " from unnest(%s) i(internal_id) cross join unnest(array[" + codes + "]::smallint[]) k(status)) s"
                + " cross join lateral (select " + candidate() + " from run r where r.internal_id = s.internal_id"
                + " and r.status = s.status and " + LISTED + "%s order by " + BORN + direction() + ", r.instance_id"
                + direction() + " limit 1) h order by " + order("h.born", "h.") + " limit %s",
                Sql.of("?::bigint[]", internalIds), within(BORN, "r."), Sql.of("?", size));
    }

    /** Those on the way that fulfil conditions on {@code c}, the last ones of their instances. */
    Sql page(Sql way, List<Sql> conditions, int size) {
        var where = conditions.isEmpty() ? Sql.of("true") : Sql.joined(" and ", conditions);
        return Sql.filled("select c.run_key, c.born, c.internal_id, c.instance_id from (%s) c where " + PRESENT
                + " order by " + order("c.born", "c.") + " limit %s", way, where, Sql.of("?", size));
    }

    /** The last row that one page looks at on this way; none when the way is shorter. */
    Sql end(Sql way) {
        return Sql.filled("select c.run_key, c.born, c.internal_id, c.instance_id from (%s) c order by "
                + order("c.born", "c.") + " offset " + (rowsMax - 1) + " limit 1", way);
    }

    private Sql merged(List<Sql> branches) {
        return Sql.filled("select w.* from (%s) w order by " + order("w.born", "w.") + " limit " + rowsMax,
                Sql.joined(" union all ", branches));
    }

    /** Each with a limit of its own, which keeps the database from sorting all branches together. */
    private Sql branch(Sql condition) {
        return Sql.filled("(select " + candidate() + " from run r where %s%s order by " + order(BORN, "r.")
                + " limit " + rowsMax + ")", condition, within(BORN, "r."));
    }

    private static String candidate() {
        return "r.run_key, " + BORN
                + " as born, r.internal_id, r.instance_id, r.run_id, r.status, r.started_by, r.workflow_id";
    }

    private Sql within(String born, String of) {
        var parts = new ArrayList<Sql>();
        lowest.ifPresent(place -> parts.add(bound(born, of, ">", place)));
        highest.ifPresent(place -> parts.add(bound(born, of, "<", place)));
        return Sql.joined("", parts);
    }

    private static Sql bound(String born, String of, String side, Place place) {
        return Sql.of(" and (" + born + ", " + of + "internal_id, " + of + "instance_id) " + side + " (?, ?, ?)",
                place.bornMillis(), place.internalId(), place.instanceId());
    }

    private String order(String born, String of) {
        return born + direction() + ", " + of + "internal_id" + direction() + ", " + of + "instance_id" + direction();
    }

    private String direction() {
        return slice.older() ? " desc" : "";
    }
}
