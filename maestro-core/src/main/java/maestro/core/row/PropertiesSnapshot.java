package maestro.core.row;

import maestro.model.User;
import maestro.model.definition.Properties;

/** The properties in force (definition.md §14); the create time is the snapshot's id. */
public record PropertiesSnapshot(long createMillis, User author, Properties properties) {}
