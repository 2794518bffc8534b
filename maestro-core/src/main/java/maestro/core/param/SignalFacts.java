package maestro.core.param;

import maestro.model.MaestroException;

/** What params may read of signals (parameters.md §11), in evaluated form; each call throws when there is no such value. */
public interface SignalFacts {
    /** A run that no signal started. */
    SignalFacts NONE = new SignalFacts() {};

    /** A param declared on the signal trigger that started the run, as evaluated then. */
    default Object ofTrigger(String name) {
        throw MaestroException.badRequest("the run was not started by a signal trigger with a param [" + name + "]");
    }

    /** A param of a signal instance, by the signal's name, that started the run; String or Long. */
    default Object ofSignal(String signal, String name) {
        throw MaestroException.badRequest("the run was not started by a signal [" + signal + "] with a param [" + name
                + "]");
    }

    /** A param of the instance that matched the step's dependency number {@code index} (from 0); String or Long. */
    default Object ofDependency(int index, String name) {
        throw MaestroException.badRequest("signal dependency [" + index + "] has no param [" + name + "]");
    }
}
