package maestro.runtime.engine;

import maestro.core.row.PropertiesSnapshot;
import maestro.core.row.VersionRow;
import maestro.core.row.WorkflowRow;

/** One version with the present state of its workflow id (definition.md §13). */
public record StoredDefinition(WorkflowRow workflow, VersionRow version, PropertiesSnapshot snapshot) {}
