package maestro.core.row;

import maestro.model.User;

/** Who made the active version active, and when. */
public record Activation(User by, long atMillis) {}
