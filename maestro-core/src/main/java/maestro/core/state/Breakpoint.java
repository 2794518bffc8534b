package maestro.core.state;

import maestro.model.User;

/** Somebody wants each attempt at a step to rest before it begins (execution.md §5.9). */
public record Breakpoint(User by, long createMillis) {}
