package maestro.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import maestro.core.row.RunLabels;
import maestro.core.row.RunRow;
import maestro.model.run.InstanceStatus;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads.Listed;
import maestro.runtime.store.Reads.Place;
import maestro.runtime.store.Reads.Placed;
import maestro.runtime.store.Reads.Slice;
import maestro.store.RunWalk.Sql;

/**
 * Lists of instances over all workflows. Owner and tags belong to workflows: few of them are looked up one by one; when
 * they are many, the runs of all workflows are walked in order and looked at. See docs/decisions/instance-lists.md.
 */
record RunSearch(Pool pool, Optional<String> workflowId, InstanceFilter filter, Slice slice, RunWalk walk) {
    /** Workflows by statuses that are looked up one by one: about 5 µs each. */
    private static final int PROBES_MAX = 3_000;
    /** The same that are walked together. */
    private static final int BRANCHES_MAX = 60;

    private static final String READ = """
            select r.* from unnest(?::bigint[]) k(run_key) cross join lateral (
                select %s from run r where r.run_key = k.run_key offset 0) r""".formatted(RunTable.COLUMNS);

    /** Which rows there are, an instance once, in order, complete up to a place (empty: to the end of all). */
    private record Found(List<Candidate> rows, Optional<Place> completeTo) {}

    private record Candidate(long runKey, Place place) {}

    private record Workflow(long internalId, long lastInstance) {}

    static RunSearch of(Pool pool, Optional<String> workflowId, InstanceFilter filter, Slice slice) {
        return new RunSearch(pool, workflowId, filter, slice, RunWalk.of(filter, slice));
    }

    Listed page() {
        var found = found();
        var end = found.stream().flatMap(part -> part.completeTo().stream()).min(this::inOrder);
        var rows = found.stream()
                .flatMap(part -> part.rows().stream())
                .distinct()
                .filter(row -> end.map(place -> inOrder(row.place(), place) <= 0).orElse(true))
                .sorted((a, b) -> inOrder(a.place(), b.place()))
                .toList();
        boolean full = rows.size() > slice.size();
        var shown = full ? rows.subList(0, slice.size()) : rows;
        return new Listed(read(shown), full ? Optional.of(shown.getLast().place()) : end);
    }

    private int inOrder(Place a, Place b) {
        return slice.older() ? b.compareTo(a) : a.compareTo(b);
    }

    private List<Found> found() {
        var labelled = workflows();
        if (workflowId.isPresent() && labelled.isEmpty()) {
            return tagged(number());
        }
        if (filter.startedBy().isPresent() && !few(labelled)) {
            return List.of(started(labelled));
        }
        if (workflowId.isPresent()) {
            return List.of(ofWorkflows(labelled));
        }
        if (filter.owner().isEmpty() && filter.tag().isEmpty()) {
            return List.of(walked(walk.byStatus(statuses()), conditions(false, false, true)));
        }
        if (labelled.size() * statuses().size() > PROBES_MAX) {
            return List.of(walked(walk.byStatus(statuses()), conditions(false, true, true)));
        }
        var own = labelled.isEmpty() ? List.<Found>of()
                : List.of(filter.startedBy().isPresent() ? ofWorkflows(labelled) : best(labelled));
        return Stream.concat(own.stream(), tagged(Optional.empty()).stream()).toList();
    }

    /** By the label of the initiator, or by the status if that is sure to be rarer. */
    private Found started(List<Workflow> labelled) {
        var label = filter.startedBy().orElseThrow();
        if (!label.equals(InstanceFilter.BY_HAND) && filter.status().map(InstanceStatus.SUCCEEDED::equals).orElse(true)) {
            return walked(walk.byStarter(label), conditions(true, true, false));
        }
        return workflowId.isPresent()
                ? ofWorkflows(labelled)
                : walked(walk.byStatus(statuses()), conditions(false, true, true));
    }

    /** Whether workflows are asked for, and all their runs can be read. */
    private boolean few(List<Workflow> labelled) {
        return (workflowId.isPresent() || filter.owner().isPresent() || filter.tag().isPresent())
                && labelled.size() * statuses().size() <= BRANCHES_MAX
                && labelled.stream().mapToLong(Workflow::lastInstance).sum() <= RunWalk.ROWS_MAX;
    }

    private Found ofWorkflows(List<Workflow> labelled) {
        var ids = labelled.stream().map(Workflow::internalId).toList();
        return walked(walk.ofWorkflows(ids, statuses()), conditions(false, false, true));
    }

    private Found best(List<Workflow> labelled) {
        var ids = labelled.stream().mapToLong(Workflow::internalId).toArray();
        int size = slice.size() + 1;
        return found(walk.page(walk.bestOf(ids, statuses(), size), List.of(), size), Optional.empty());
    }

    /** Runs that were started with the tag, if one is asked for, whatever tags their workflows have. */
    private List<Found> tagged(Optional<Long> internalId) {
        if (filter.tag().isEmpty() || workflowId.isPresent() && internalId.isEmpty()) {
            return List.of();
        }
        var way = walk.byTag(RunLabels.brief(filter.tag().get()), internalId);
        return List.of(walked(way, ownedAnd(conditions(true, false, true))));
    }

    private List<Sql> ownedAnd(List<Sql> conditions) {
        var all = new ArrayList<>(conditions);
        filter.owner().ifPresent(owner -> all.add(Sql.of(
                "c.internal_id in (select w.internal_id from workflow w where not w.deleted and w.owner = ?)",
                RunLabels.brief(owner))));
        return all;
    }

    private Found walked(Sql way, List<Sql> conditions) {
        return found(walk.page(way, conditions, slice.size() + 1), Optional.of(way));
    }

    private Found found(Sql page, Optional<Sql> way) {
        var rows = candidates(page);
        if (rows.size() > slice.size()) {
            return new Found(rows, Optional.of(rows.getLast().place()));
        }
        return new Found(rows, way.flatMap(whole -> candidates(walk.end(whole)).stream().findFirst()).map(Candidate::place));
    }

    private List<Candidate> candidates(Sql sql) {
        return pool.list(
                "listing instances",
                row -> new Candidate(row.getLong(1), new Place(row.getLong(2), row.getLong(3), row.getLong(4))),
                sql.text(),
                sql.arguments().toArray());
    }

    /** What the way does not see to by itself. */
    private List<Sql> conditions(boolean status, boolean labels, boolean starter) {
        var all = new ArrayList<Sql>();
        if (status) {
            filter.status().ifPresent(wanted -> all.add(Sql.of("c.status = " + StatusCode.of(wanted))));
        }
        if (starter) {
            filter.startedBy().ifPresent(label -> all.add(label.equals(InstanceFilter.BY_HAND)
                    ? Sql.of("starts_with(c.started_by, ?)", label)
                    : Sql.of("c.started_by = ?", label)));
        }
        if (labels && (workflowId.isPresent() || filter.labelled())) {
            var own = chosen();
            all.add(filter.tag()
                    .map(tag -> Sql.filled("(c.internal_id in (select w.internal_id from workflow w where %s) "
                            + "or exists (select from run_tag t where t.run_key = c.run_key and t.tag = %s)"
                            + " and c.internal_id in (select w.internal_id from workflow w where %s))",
                            Sql.joined(" and ", Stream.concat(own.stream(), Stream.of(tagged(tag))).toList()),
                            Sql.of("?", RunLabels.brief(tag)),
                            Sql.joined(" and ", own)))
                    .orElseGet(() -> Sql.filled("c.internal_id in (select w.internal_id from workflow w where %s)",
                            Sql.joined(" and ", own))));
        }
        return all;
    }

    private List<Sql> chosen() {
        var all = new ArrayList<Sql>();
        all.add(Sql.of("not w.deleted"));
        workflowId.ifPresent(id -> all.add(Sql.of("w.workflow_id = ?", id)));
        filter.owner().ifPresent(owner -> all.add(Sql.of("w.owner = ?", RunLabels.brief(owner))));
        return all;
    }

    private static Sql tagged(String tag) {
        return Sql.of("w.tags @> array[?::text]", RunLabels.brief(tag));
    }

    /** The workflows whose own labels fit, when any are asked for; one more than can be looked up at most. */
    private List<Workflow> workflows() {
        if (workflowId.isEmpty() && filter.owner().isEmpty() && filter.tag().isEmpty()) {
            return List.of();
        }
        var where = Stream.concat(chosen().stream(), filter.tag().map(RunSearch::tagged).stream()).toList();
        return workflows(where);
    }

    private List<Workflow> workflows(List<Sql> where) {
        var sql = Sql.filled("select w.internal_id, w.last_instance_id from workflow w where %s limit " + (PROBES_MAX + 1),
                Sql.joined(" and ", where));
        return pool.list(
                "listing workflows",
                row -> new Workflow(row.getLong(1), row.getLong(2)),
                sql.text(),
                sql.arguments().toArray());
    }

    /** Of the workflow that is asked for, whatever its tags. */
    private Optional<Long> number() {
        return workflows(chosen()).stream().findFirst().map(Workflow::internalId);
    }

    private List<Integer> statuses() {
        return filter.status()
                .map(List::of)
                .orElse(List.of(InstanceStatus.values()))
                .stream()
                .filter(status -> status != InstanceStatus.PAUSED || filter.status().isPresent())
                .map(status -> StatusCode.of(status))
                .toList();
    }

    private List<Placed> read(List<Candidate> shown) {
        if (shown.isEmpty()) {
            return List.of();
        }
        var byKey = new HashMap<Long, RunRow>();
        pool.list("reading runs", RunTable::row, READ, shown.stream().mapToLong(Candidate::runKey).toArray())
                .forEach(row -> byKey.put(row.runKey(), row));
        return shown.stream()
                .filter(candidate -> byKey.containsKey(candidate.runKey()))
                .map(candidate -> new Placed(candidate.place(), byKey.get(candidate.runKey())))
                .toList();
    }
}
