package maestro.runtime.node;

import java.util.Locale;
import java.util.Optional;
import maestro.core.row.PropertiesSnapshot;
import maestro.core.row.SnapshotJson;
import maestro.core.row.StoredJson;
import maestro.core.row.WorkflowRow;
import maestro.model.MaestroException;

/** Which version a caller means (definition.md §14), and what a workflow's row says. */
final class Selectors {
    private Selectors() {}

    /** @throws MaestroException NOT_FOUND when there is no such definition */
    static WorkflowRow require(Optional<WorkflowRow> found, String workflowId) {
        return found.filter(row -> !row.deleted() && row.latestVersion() > 0)
                .orElseThrow(() -> MaestroException.notFound("Workflow [" + workflowId + "] does not exist"));
    }

    /** @throws MaestroException BAD_REQUEST for what is no selector, NOT_FOUND for a version that is not there */
    static long version(WorkflowRow row, String selector) {
        long version =
                switch (selector.toLowerCase(Locale.ROOT)) {
                    case "latest" -> row.latestVersion();
                    case "default" -> row.activeVersion() > 0 ? row.activeVersion() : row.latestVersion();
                    case "active" -> row.activeVersion();
                    default -> number(selector);
                };
        if (version == 0) {
            throw MaestroException.notFound("Workflow [" + row.workflowId() + "] has no active version");
        }
        if (version > row.latestVersion()) {
            throw MaestroException.notFound("Workflow [" + row.workflowId() + "] has no version [" + version
                    + "]; the latest is [" + row.latestVersion() + "]");
        }
        return version;
    }

    private static long number(String selector) {
        try {
            long number = Long.parseLong(selector);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // told below, like a number out of range
        }
        throw MaestroException.badRequest(
                "Version [" + selector + "] is not one of active, latest, default or a number from 1 on");
    }

    static PropertiesSnapshot snapshot(WorkflowRow row) {
        return SnapshotJson.fromJson(StoredJson.parse(row.detail()).get("props"));
    }
}
