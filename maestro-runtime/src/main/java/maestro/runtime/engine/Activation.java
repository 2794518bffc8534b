package maestro.runtime.engine;

/** @param version 0: none is active now */
public record Activation(String workflowId, long version, String message, long atMillis) {}
