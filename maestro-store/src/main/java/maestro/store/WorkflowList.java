package maestro.store;

import java.util.ArrayList;
import java.util.List;
import maestro.core.row.WorkflowRow;
import maestro.runtime.store.WorkflowFilter;

/** Filtered lists of workflows. */
final class WorkflowList {
    private WorkflowList() {}

    static List<WorkflowRow> page(Pool pool, WorkflowFilter filter, int size) {
        var arguments = new ArrayList<Object>();
        String where = where(filter, arguments);
        arguments.add(size);
        return pool.list(
                "listing workflows",
                WorkflowTable::row,
                WorkflowTable.SELECT + "where " + where + " order by " + order(filter) + " limit ?",
                arguments.toArray());
    }

    static String order(WorkflowFilter filter) {
        return filter.newest() ? "modify_millis desc, workflow_id desc" : "workflow_id";
    }

    static String where(WorkflowFilter filter, List<Object> arguments) {
        var all = new ArrayList<String>();
        all.add("not deleted");
        if (!filter.prefix().isEmpty()) {
            all.add("workflow_id >= ? and workflow_id <= ?");
            arguments.add(filter.prefix());
            arguments.add(filter.prefix() + WorkflowTable.LAST_CHARACTER);
        }
        if (!filter.visible().all()) {
            all.add(visible(filter, arguments));
        }
        filter.owner().ifPresent(owner -> {
            all.add("owner = ?");
            arguments.add(owner);
        });
        filter.tag().ifPresent(tag -> {
            all.add("tags @> array[?::text]");
            arguments.add(tag);
        });
        filter.active().ifPresent(active -> all.add(active ? "active_version > 0" : "active_version = 0"));
        if (filter.fromMillis() != Long.MIN_VALUE) {
            all.add("modify_millis >= ?");
            arguments.add(filter.fromMillis());
        }
        if (filter.toMillis() != Long.MAX_VALUE) {
            all.add("modify_millis < ?");
            arguments.add(filter.toMillis());
        }
        filter.after().ifPresent(mark -> {
            if (filter.newest()) {
                all.add("(modify_millis, workflow_id) < (?, ?)");
                arguments.add(mark.modifyMillis());
            } else {
                all.add("workflow_id > ?");
            }
            arguments.add(mark.workflowId());
        });
        return String.join(" and ", all);
    }

    private static String visible(WorkflowFilter filter, List<Object> arguments) {
        var ranges = filter.visible().prefixes().stream().map(prefix -> {
            arguments.add(prefix);
            arguments.add(prefix + WorkflowTable.LAST_CHARACTER);
            return "workflow_id >= ? and workflow_id <= ?";
        }).toList();
        return ranges.isEmpty() ? "false" : "(" + String.join(" or ", ranges) + ")";
    }
}
