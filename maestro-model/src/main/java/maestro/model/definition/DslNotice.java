package maestro.model.definition;

import tools.jackson.databind.node.ObjectNode;

/** What a YAML definition holds that its translation does not show. Paths are those of the document. */
public sealed interface DslNotice {
    /**
     * A key without a meaning of its own that became a param.
     *
     * @param path of the workflow or job
     * @param name of the param
     * @param stepId empty: the workflow's
     */
    record Inline(String path, String key, String name, String stepId) implements DslNotice {}

    /**
     * An expression param whose key states no type: a STRING, unless its expression tells more.
     *
     * @param stepId empty: the workflow's
     * @param loop whether it is a member of {@code loop_params}
     * @param json the param's definition in the translation; its {@code type} may be changed
     */
    record Untyped(String stepId, String name, boolean loop, ObjectNode json) implements DslNotice {}

    /** A key that means nothing, as the params stand under {@code under}. */
    record Ignored(String path, String key, String under) implements DslNotice {}

    /** A key named as a field, with a value that the field does not take: it stays a param. */
    record Misshapen(String path, String key, String problem) implements DslNotice {}

    /** An unquoted value that may be read otherwise than it was meant. */
    record Doubtful(String path, String key, String problem) implements DslNotice {}
}
