package maestro.core.check;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.core.param.ParamCatalogue;
import maestro.core.param.StepParams;
import maestro.model.MaestroException;
import maestro.model.definition.Step;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;

/** The steps of one list, which see each other: those of the workflow, or those of one loop's body. */
final class Level {
    private final ParamCatalogue catalogue;
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Map<String, Set<String>> upstream = new LinkedHashMap<>();

    Level(ParamCatalogue catalogue, List<Step> list) {
        this.catalogue = catalogue;
        list.forEach(step -> steps.put(step.id(), step));
        list.forEach(step -> upstream.put(step.id(), new HashSet<>()));
        list.forEach(step -> below(step.id(), step.id(), new HashSet<>()));
    }

    private void below(String root, String at, Set<String> seen) {
        if (!steps.containsKey(at) || !seen.add(at)) return;
        for (var next : steps.get(at).common().transition().successors().keySet()) {
            if (upstream.containsKey(next)) upstream.get(next).add(root);
            below(root, next, seen);
        }
    }

    Optional<Step> step(String id) {
        return Optional.ofNullable(steps.get(id));
    }

    /** Whether a step is over when another begins. */
    boolean before(String id, String other) {
        return upstream.getOrDefault(other, Set.of()).contains(id);
    }

    Set<String> before(String id) {
        return upstream.getOrDefault(id, Set.of());
    }

    /** The params that a step will have. */
    Map<String, ParamDefinition> params(Step step) {
        try {
            return StepParams.written(catalogue, step);
        } catch (MaestroException refused) { // told elsewhere
            var params = new LinkedHashMap<>(catalogue.step());
            params.putAll(catalogue.byType(step.type()));
            params.putAll(step.common().params());
            return params;
        }
    }

    static String type(ParamType type) {
        return type == ParamType.STRING_MAP ? ParamType.MAP.name() : type.name();
    }
}
