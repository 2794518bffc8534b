package maestro.runtime.log;

/** Which stream a line came from. */
public enum LogStream {
    OUT, ERR,
    /** Written by the platform, not by the step's own code. */
    SYSTEM
}
