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
import maestro.store.RunWalk.Pair;
import maestro.store.RunWalk.Sql;

/**
 * Lists of instances over all workflows. Owner and tags belong to workflows: few of them are looked up one by one; when
 * they are many, the runs of all workflows are walked in order and looked at. See docs/decisions/instance-lists.md.
 */
record RunSearch(
        Pool pool,
        ListBounds bounds,
        RunShape shape,
        Optional<String> workflowId,
        InstanceFilter filter,
        Slice slice,
        RunWalk walk) {
    private static final String READ = """
            select r.* from unnest(?::bigint[]) k(run_key) cross join lateral (
                select %s from run r where r.run_key = k.run_key offset 0) r""";

    /** Which rows there are, an instance once, in order, complete up to a place (empty: to the end of all). */
    private record Found(List<Candidate> rows, Optional<Place> completeTo) {}

    private record Candidate(long runKey, Place place) {}

    private record Workflow(long internalId, long lastInstance) {}

    private record Head(Pair pair, Place place) {}

    static RunSearch of(
            Pool pool,
            ListBounds bounds,
            RunShape shape,
            Optional<String> workflowId,
            InstanceFilter filter,
            Slice slice) {
        return new RunSearch(pool, bounds, shape, workflowId, filter, slice, RunWalk.of(filter, slice, bounds.rows()));
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
        if (labelled.size() * statuses().size() > bounds.probes()) {
            return List.of(walked(walk.byStatus(statuses()), conditions(false, true, true)));
        }
        var own = labelled.isEmpty() ? List.<Found>of()
                : List.of(fewPairs(labelled) ? ofWorkflows(labelled) : best(labelled));
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
                && fewPairs(labelled)
                && labelled.stream().mapToLong(Workflow::lastInstance).sum() <= bounds.rows();
    }

    private boolean fewPairs(List<Workflow> labelled) {
        return labelled.size() * statuses().size() <= bounds.branches();
    }

    private Found ofWorkflows(List<Workflow> labelled) {
        var pairs = labelled.stream()
                .flatMap(workflow -> statuses().stream().map(status -> new Pair(workflow.internalId(), status)))
                .toList();
        return walked(walk.ofPairs(pairs), conditions(false, false, true));
    }

    /**
     * Walks the pairs whose first runs come first, up to where one of the others begins. Several pairs may begin with
     * one and the same instance, in different statuses: they are taken together, so that each page gets on.
     */
    private Found best(List<Workflow> labelled) {
        var ids = labelled.stream().mapToLong(Workflow::internalId).toArray();
        int most = Math.max(bounds.branches(), statuses().size());
        var sql = walk.heads(ids, statuses(), most + 1);
        var heads = pool.list(
                "listing workflows",
                row -> new Head(
                        new Pair(row.getLong(1), row.getInt(2)),
                        new Place(row.getLong(3), row.getLong(1), row.getLong(4))),
                sql.text(),
                sql.arguments().toArray());
        if (heads.isEmpty()) {
            return new Found(List.of(), Optional.empty());
        }
        var way = walk.ofPairs(heads.stream().limit(most).map(Head::pair).toList());
        var found = walked(way, conditions(false, false, true));
        var others = heads.stream().skip(most).map(head -> before(head.place()));
        return new Found(found.rows(), Stream.concat(found.completeTo().stream(), others).min(this::inOrder));
    }

    /** The last place that comes before another one. */
    private Place before(Place place) {
        return new Place(place.bornMillis(), place.internalId(), place.instanceId() + (slice.older() ? 1 : -1));
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
        var rows = candidates(walk.page(way, conditions, slice.size() + 1));
        if (rows.size() > slice.size()) {
            return new Found(rows, Optional.of(rows.getLast().place()));
        }
        return new Found(rows, candidates(walk.end(way)).stream().findFirst().map(last -> whole(last.place())));
    }

    /**
     * Runs of the last instance may be beyond the bound: it is left to the next page, unless this one begins with it.
     */
    private Place whole(Place last) {
        var before = before(last);
        return slice.after().filter(before::equals).isPresent() ? last : before;
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
        if (!filter.visible().all()) {
            all.add(visible(filter.visible().prefixes()));
        }
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

    private static Sql visible(List<String> prefixes) {
        if (prefixes.isEmpty()) {
            return Sql.of("false");
        }
        return Sql.filled("(%s)", Sql.joined(" or ", prefixes.stream()
                .map(prefix -> Sql.of("starts_with(c.workflow_id, ?)", prefix))
                .toList()));
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
        int most = bounds.probes() + 1;
        var sql = Sql.filled("select w.internal_id, w.last_instance_id from workflow w where %s limit " + most,
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
        var keys = shown.stream().mapToLong(Candidate::runKey).toArray();
        pool.list("reading runs", shape.mapping(), READ.formatted(shape.columns()), keys)
                .forEach(row -> byKey.put(row.runKey(), row));
        return shown.stream()
                .filter(candidate -> byKey.containsKey(candidate.runKey()))
                .map(candidate -> new Placed(candidate.place(), byKey.get(candidate.runKey())))
                .toList();
    }
}
