package maestro.sel;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What an expression may see of the world. Called on the evaluating thread only.
 *
 * <p>A host value is a String, Long, Integer, Double, Float, Boolean, an array of one of these (boxed or primitive), a
 * {@code Map<String, …>} of host values, or a Joda {@code DateTime}. Values are copied in, so a script never changes
 * them.
 */
public interface Scope {
    /** The host value a bare name stands for; null: unknown, which SEL reads as its own null. */
    Object variable(String name);

    /** {@code params.containsKey(name)} */
    default boolean hasParam(String name) {
        return param(name) != null;
    }

    /** {@code params.get(name)}, {@code params[name]} and {@code params.name}; null: unknown. */
    default Object param(String name) {
        return variable(name);
    }

    Extension extension();

    /** The clock behind {@code System.currentTimeMillis()}, {@code new DateTime()} and deadlines in dates. */
    default InstantSource clock() {
        return InstantSource.system();
    }

    /** Chance behind {@code Math.random()} and {@code UUID.randomUUID()}; must be secure unless in a simulation. */
    default RandomGenerator random() {
        return SystemRandom.SOURCE;
    }

    /**
     * These variables, no extension functions. Reads {@code variables} at each access; the caller must not change it.
     */
    static Scope of(Map<String, Object> variables) {
        return new Scope() {
            @Override
            public Object variable(String name) {
                return variables.get(name);
            }

            @Override
            public boolean hasParam(String name) {
                return variables.containsKey(name);
            }

            @Override
            public Extension extension() {
                return Extension.NONE;
            }
        };
    }
}

/** Seeded when first used: gathering entropy is not for every evaluation to wait for. */
final class SystemRandom {
    static final RandomGenerator SOURCE = new SecureRandom();

    private SystemRandom() {}
}
