package maestro.model;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/** A tag of a workflow, step or param; attributes are opaque JSON values in their given order (definition.md §7). */
public record Tag(String name, Optional<Namespace> namespace, Map<String, Object> attributes) {
    /** Where a tag comes from. */
    public enum Namespace {
        SYSTEM, RUNTIME, JOB_TEMPLATE, NOTEBOOK_TEMPLATE, USER_DEFINED, PLATFORM
    }

    public Tag {
        requireNonNull(name, "name");
        requireNonNull(namespace, "namespace");
        requireNonNull(attributes, "attributes");
    }

    public static Tag of(String name) {
        return new Tag(name, Optional.empty(), Map.of());
    }
}
