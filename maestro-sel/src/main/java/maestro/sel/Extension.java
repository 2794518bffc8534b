package maestro.sel;

import java.util.List;

/** Functions of the host, called as {@code params.f(…)} or {@code Util.f(…)}; all arguments are strings (sel.md §7). */
public interface Extension {
    /** No functions. */
    Extension NONE = new Extension() {
        @Override
        public boolean has(String name, int arguments) {
            return false;
        }

        @Override
        public Object call(String name, List<String> arguments) throws SelException {
            throw new SelException(SelException.Kind.UNSUPPORTED, "no function " + name, 0, 0);
        }
    };

    /** Whether there is such a function for this many arguments. */
    boolean has(String name, int arguments);

    /**
     * Runs a function; it may block, the evaluation waits.
     *
     * @return a host value as {@link Scope} describes it; null is SEL's null
     * @throws SelException on any failure, as a rule of kind {@code ARGUMENT}
     */
    Object call(String name, List<String> arguments) throws SelException;
}
