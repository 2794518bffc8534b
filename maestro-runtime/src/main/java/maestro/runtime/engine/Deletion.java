package maestro.runtime.engine;

public record Deletion(String message, long atMillis) {}
