package maestro.core.permit;

/**
 * The tags that steps carry without being told (execution.md §8.3): of their workflow, of their step in it, of the tree
 * of their run. Each is decided in the shard of the workflow that its name begins with.
 */
public final class AutomaticTags {
    public static final String PREFIX = "maestro_";

    private AutomaticTags() {}

    public static boolean is(String tag) {
        return tag.startsWith(PREFIX);
    }

    public static String of(String workflowId) {
        return PREFIX + workflowId;
    }

    public static String of(String workflowId, String stepId) {
        return PREFIX + workflowId + ":" + stepId;
    }

    /** The workflow id that an automatic tag begins with; no workflow id has a colon. */
    public static String workflow(String tag) {
        int colon = tag.indexOf(':');
        return tag.substring(PREFIX.length(), colon < 0 ? tag.length() : colon);
    }
}
