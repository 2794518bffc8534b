package maestro.core.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import maestro.core.check.Finding.Kind;
import maestro.core.check.Finding.Severity;
import maestro.model.definition.Step;
import maestro.sel.Expression;
import maestro.sel.SelException;

/** Checks whether a while can end: some step of its body has to set what its condition looks at. */
final class LoopChecks {
    private LoopChecks() {}

    /** @param path of the step */
    static List<Finding> of(String path, Step.While loop) {
        var params = ParamUse.loopParams(loop);
        var looked = looked(loop.condition());
        if (looked.contains("loop_index") || looked.isEmpty()) return List.of();
        var watched = looked.stream().filter(params::contains).collect(Collectors.toSet());
        boolean set = loop.body().stream()
                .anyMatch(step -> step.common().params().keySet().stream().anyMatch(watched::contains));
        if (set) return List.of();
        return List.of(Finding.of(Severity.WARNING, Kind.NEVER_SET, path + ".condition", watched.isEmpty()
                ? "the condition looks at none of the loop_params, so it never changes"
                : "no step in the loop has a param " + names(watched) + ", so the condition never changes; give one of"
                        + " them a param of that name, such as \"!" + watched.iterator().next()
                        + "\": … or one that its script writes as an output"));
    }

    private static Set<String> looked(String condition) {
        try {
            var outline = Expression.parse(condition).outline();
            var names = new HashSet<String>();
            outline.names().forEach(mention -> names.add(mention.name()));
            return names;
        } catch (SelException unreadable) { // told as such
            return Set.of();
        }
    }

    private static String names(Set<String> names) {
        return names.stream().sorted().map(name -> "[" + name + "]").collect(Collectors.joining(" or "));
    }
}
