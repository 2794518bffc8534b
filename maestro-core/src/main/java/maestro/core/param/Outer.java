package maestro.core.param;

import java.util.Optional;
import maestro.model.param.ParamDefinition;

/** What params can refer to besides each other. Absence is null in here: these lookups are the hot path. */
interface Outer {
    /** For messages: {@code workflow [w]} or {@code step [s]}. */
    String place();

    /** The value a name has outside, which goes before an own param that is not evaluated yet; null: none. */
    Object value(String name);

    /** The own param that a longer form ({@code me__x}) means; null: the name is no such form. */
    default String ownName(String name) {
        return null;
    }

    /** What {@code params} shows of the outside for a key known only at run time; null: nothing. */
    default Object exposed(String name) {
        return null;
    }

    /** Whether {@code params} shows own params for a key known only at run time. */
    default boolean exposesOwn() {
        return false;
    }

    /** Whether the param is a script, in which names may be variables of its own. */
    default boolean script(String name, ParamDefinition definition) {
        return false;
    }

    /** The error for a name that nothing bears. */
    RuntimeException unknown(String message);

    /** Empty: no functions in this context. */
    Optional<Functions> functions();

    /** How to compute a default of the catalogue without SEL; null: it is none, or was changed. */
    default NativeRule rule(String name, ParamDefinition definition) {
        return null;
    }
}
