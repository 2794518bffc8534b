package maestro.server.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import maestro.core.row.RunRow;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.runtime.store.RunLists;
import maestro.server.view.RunSource;
import maestro.server.view.RunView;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a list of runs is read and shown: whole, or in brief with {@code view=brief}.
 *
 * @param shown the views of some rows by run key, perhaps without those of workflows that were deleted meanwhile
 */
record RunViews(RunLists lists, Function<List<RunRow>, Map<Long, ObjectNode>> shown) {
    /** @param aggregated whole runs have {@code aggregated_info} */
    static RunViews of(Call call, RunSources runs, boolean aggregated) {
        return brief(call)
                ? new RunViews(runs.briefs(), runs::brief)
                : new RunViews(runs.reads(), rows -> whole(call, runs.full(rows), runs, aggregated));
    }

    /** The same, for lists over workflows of which one may be deleted between two reads. */
    static RunViews ofMany(Call call, RunSources runs, boolean aggregated) {
        return brief(call)
                ? new RunViews(runs.briefs(), runs::brief)
                : new RunViews(runs.reads(), rows -> whole(call, there(runs, rows), runs, aggregated));
    }

    static boolean brief(Call call) {
        String view = call.query("view").orElse("");
        if (view.isEmpty() || view.equals("brief")) return !view.isEmpty();
        throw Problem.badRequest("query parameter view must be 'brief', not '" + view + "'");
    }

    private static Map<Long, ObjectNode> whole(
            Call call, Map<Long, RunSource> sources, RunSources runs, boolean aggregated) {
        var views = new HashMap<Long, ObjectNode>();
        sources.forEach((key, run) -> views.put(key, runs.explained(call, run, RunView.of(run, false, aggregated))));
        return views;
    }

    private static Map<Long, RunSource> there(RunSources runs, List<RunRow> rows) {
        try {
            return runs.full(rows);
        } catch (MaestroException e) {
            if (e.code() != Code.NOT_FOUND) throw e;
            var there = new HashMap<Long, RunSource>();
            if (rows.size() > 1) rows.forEach(row -> there.putAll(there(runs, List.of(row))));
            return there;
        }
    }
}
