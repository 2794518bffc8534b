package maestro.steps.http;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import maestro.model.param.Param;

/** Params that are read from the store at their first use: most expressions need none of them. One thread. */
final class LazyParams extends AbstractMap<String, Param> {
    private final Supplier<Map<String, Param>> source;
    private Map<String, Param> loaded;

    LazyParams(Supplier<Map<String, Param>> source) {
        this.source = source;
    }

    private Map<String, Param> loaded() {
        if (loaded == null) {
            loaded = source.get();
        }
        return loaded;
    }

    @Override
    public Param get(Object name) {
        return loaded().get(name);
    }

    @Override
    public boolean containsKey(Object name) {
        return loaded().containsKey(name);
    }

    @Override
    public Set<Entry<String, Param>> entrySet() {
        return loaded().entrySet();
    }
}
