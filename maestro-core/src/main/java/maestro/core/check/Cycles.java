package maestro.core.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import maestro.core.param.ParamReferences;
import maestro.model.param.ParamDefinition;

/** Params that wait for each other. */
final class Cycles {
    private final Map<String, Set<String>> edges = new LinkedHashMap<>();
    private final Set<String> over = new HashSet<>();
    private final List<List<String>> found = new ArrayList<>();

    private Cycles() {}

    /** Each as the names on its way, the first one again at the end. */
    static List<List<String>> in(Map<String, ParamDefinition> params, Set<String> elsewhere) {
        var cycles = new Cycles();
        params.forEach((name, param) -> {
            var reads = new HashSet<>(ParamReferences.required(param));
            reads.retainAll(params.keySet());
            reads.removeAll(elsewhere);
            cycles.edges.put(name, reads);
        });
        params.keySet().forEach(cycles::from);
        return cycles.found;
    }

    /** Walks on a list of its own: chains may be long. */
    private void from(String root) {
        if (over.contains(root)) return;
        var path = new ArrayList<String>();
        var rest = new ArrayList<List<String>>();
        path.add(root);
        rest.add(new ArrayList<>(edges.get(root)));
        while (!path.isEmpty()) {
            var open = rest.getLast();
            if (open.isEmpty()) {
                over.add(path.removeLast());
                rest.removeLast();
                continue;
            }
            var next = open.removeLast();
            int at = path.indexOf(next);
            if (at >= 0) {
                var cycle = new ArrayList<>(path.subList(at, path.size()));
                cycle.add(next);
                found.add(cycle);
            } else if (!over.contains(next)) {
                path.add(next);
                rest.add(new ArrayList<>(edges.get(next)));
            }
        }
    }
}
