package maestro.runtime.engine;

/** What can be done to an instance, or to all of a workflow. */
public enum InstanceAction {
    STOP, KILL, UNBLOCK
}
