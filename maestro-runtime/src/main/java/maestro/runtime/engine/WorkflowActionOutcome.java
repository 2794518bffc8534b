package maestro.runtime.engine;

public record WorkflowActionOutcome(String message, String reason, long atMillis) {}
