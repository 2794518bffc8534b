package maestro.core.rule;

import java.util.Optional;
import java.util.Set;

/**
 * What must hold for a command to be carried out, decided where nothing can change in between.
 *
 * @param absent the workflow must not exist
 * @param present the workflow must exist
 * @param states tags of the state it must be in, see {@link DefinitionTag}; none: any
 * @param once a push that is carried out one time only, however often it is sent
 */
public record Condition(boolean absent, boolean present, Set<String> states, Optional<Once> once) {
    public static final Condition NONE = new Condition(false, false, Set.of(), Optional.empty());

    /** @param fingerprint of the request: the same key with another one is a mistake of the caller */
    public record Once(String key, String fingerprint) {}

    public boolean trivial() {
        return !absent && !present && states.isEmpty() && once.isEmpty();
    }
}
