package maestro.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.model.json.Json;
import maestro.runtime.store.BriefReads;
import maestro.runtime.store.BriefReads.Named;
import maestro.runtime.store.WorkflowFilter;

/**
 * Lists of workflows by a part of their id or name: those that the filter lets pass are looked at one after another.
 */
final class WorkflowSearch {
    private WorkflowSearch() {}

    static Named page(Pool pool, WorkflowFilter filter, String text, int size) {
        var arguments = new ArrayList<Object>();
        String where = WorkflowList.where(filter, arguments);
        String order = WorkflowList.order(filter);
        String looked = WorkflowTable.SELECT + "where " + where + " order by " + order + " limit "
                + BriefReads.SEARCHED_MAX;
        var bounded = arguments.toArray();
        arguments.add(pattern(text));
        arguments.add(pattern(escaped(text)));
        arguments.add(size);
        var rows = pool.list(
                "searching workflows",
                WorkflowTable::row,
                "select w.* from (" + looked + """
                        ) w where w.workflow_id ilike ? or exists (select from workflow_version v
                            where v.internal_id = w.internal_id and v.version = w.latest_version and v.name ilike ?)
                        order by\s""" + order + " limit ?",
                arguments.toArray());
        if (rows.size() == size) {
            return new Named(rows, Optional.of(WorkflowFilter.Mark.of(rows.getLast())));
        }
        var last = pool.one(
                "searching workflows",
                WorkflowTable::row,
                "select w.* from (" + looked + ") w order by " + order + " offset " + (BriefReads.SEARCHED_MAX - 1),
                bounded);
        return new Named(rows, last.map(WorkflowFilter.Mark::of));
    }

    static List<String> tags(Pool pool, String text, int size) {
        return pool.list(
                "searching tags",
                row -> row.getString(1),
                """
                select distinct t.tag from (
                    select tags from workflow where not deleted and tags <> '{}' limit %d) w
                cross join lateral unnest(w.tags) t(tag) where t.tag ilike ? order by t.tag limit ?"""
                        .formatted(BriefReads.SEARCHED_MAX),
                pattern(text),
                size);
    }

    private static String pattern(String text) {
        return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    /** As it stands in a stored definition. */
    private static String escaped(String text) {
        String quoted = Json.text(Json.node(text));
        return quoted.substring(1, quoted.length() - 1);
    }
}
