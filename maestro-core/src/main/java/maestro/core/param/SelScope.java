package maestro.core.param;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import maestro.model.MaestroException;
import maestro.model.param.Param;
import maestro.sel.Extension;
import maestro.sel.Scope;
import maestro.sel.SelException;

/** One expression's view: the names it mentions, resolved beforehand, and what {@code params} shows besides. */
final class SelScope implements Scope, Extension {
    private final Map<String, Object> vars;
    private final Outer outer;
    private final Function<String, Param> own;
    private final Clocked now;
    private RuntimeException foreign;

    SelScope(Map<String, Object> vars, Outer outer, Function<String, Param> own, Clocked now) {
        this.vars = vars;
        this.outer = outer;
        this.own = own;
        this.now = now;
    }

    @Override
    public Object variable(String name) {
        return vars.get(name);
    }

    @Override
    public boolean hasParam(String name) {
        return param(name) != null;
    }

    @Override
    public Object param(String name) {
        var mentioned = vars.get(name);
        if (mentioned != null) return mentioned;
        var evaluated = outer.exposesOwn() ? own.apply(name) : null;
        return evaluated != null ? evaluated.result() : outer.exposed(name);
    }

    @Override
    public Extension extension() {
        return outer.functions().isPresent() ? this : Extension.NONE;
    }

    @Override
    public InstantSource clock() {
        return InstantSource.fixed(Instant.ofEpochMilli(now.nowMillis()));
    }

    @Override
    public RandomGenerator random() {
        return now.random();
    }

    @Override
    public boolean has(String name, int arguments) {
        return Functions.known(name, arguments);
    }

    @Override
    public Object call(String name, List<String> arguments) throws SelException {
        try {
            return outer.functions().orElseThrow().call(name, arguments, own);
        } catch (MaestroException failure) {
            throw new SelException(SelException.Kind.ARGUMENT, failure.getMessage(), 0, 0);
        } catch (RuntimeException signal) {
            foreign = signal;
            throw signal;
        }
    }

    /** What a lookup threw to its own caller goes there, whatever the interpreter made of it. */
    void rethrowForeign() {
        if (foreign != null) throw foreign;
    }
}
