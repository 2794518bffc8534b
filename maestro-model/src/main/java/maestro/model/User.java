package maestro.model;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A person or owner: plain text, or an open object with a name (definition.md §1). The form is kept: {@code extras}
 * empty and {@code object} false means it was written as text.
 */
public record User(String name, boolean object, Map<String, Object> extras) {
    public User {
        requireNonNull(name, "name");
        requireNonNull(extras, "extras");
    }

    public static User of(String name) {
        return new User(name, false, Map.of());
    }
}
