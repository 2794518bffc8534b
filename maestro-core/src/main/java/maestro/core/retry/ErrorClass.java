package maestro.core.retry;

/** The classes of failure that are counted apart (execution.md §5.7). */
public enum ErrorClass {
    USER, PLATFORM, TIMEOUT
}
