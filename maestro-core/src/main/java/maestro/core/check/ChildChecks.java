package maestro.core.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.check.Finding.Kind;
import maestro.core.check.Finding.Severity;
import maestro.core.param.MergeContext;
import maestro.core.param.ParamCatalogue;
import maestro.core.param.ParamMerge;
import maestro.core.param.WorkflowParams;
import maestro.model.MaestroException;
import maestro.model.definition.Step;
import maestro.model.definition.Workflow;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamSource;
import maestro.sel.Suggestion;

/**
 * Checks subworkflow steps against the workflow that they name. All are warnings: the other workflow may be pushed
 * after this one, or changed.
 */
final class ChildChecks {
    private static final String ID = "subworkflow_id";
    private static final String VERSION = "subworkflow_version";
    private static final MergeContext HANDED = new MergeContext(ParamSource.SUBWORKFLOW, true, false);

    private final ParamCatalogue catalogue;
    private final Children children;

    ChildChecks(ParamCatalogue catalogue, Children children) {
        this.catalogue = catalogue;
        this.children = children;
    }

    /** @param path of the step */
    List<Finding> check(String path, Step.Subworkflow step) {
        var found = new ArrayList<Finding>();
        var params = step.common().params();
        var id = plain(params, ID);
        var version = params.containsKey(VERSION) ? plain(params, VERSION) : Optional.of("active");
        if (id.isEmpty() || version.isEmpty()) return found;
        switch (children.find(id.get(), version.get())) {
            case Children.Untold() -> { }
            case Children.NoWorkflow() -> found.add(warning(Kind.UNKNOWN_WORKFLOW, at(path, ID) + ".value",
                    "there is no workflow [" + id.get() + "] (yet); the step fails until there is"));
            case Children.NoVersion() -> found.add(warning(Kind.UNKNOWN_WORKFLOW,
                    at(path, params.containsKey(VERSION) ? VERSION : ID) + ".value",
                    "workflow [" + id.get() + "] has no version [" + version.get() + "] (yet)"));
            case Children.Found(var child) -> params(path, params, child, found);
        }
        return found;
    }

    private void params(
            String path, Map<String, ParamDefinition> params, Workflow child, List<Finding> found) {
        Map<String, ParamDefinition> there;
        try {
            there = WorkflowParams.enriched(catalogue, child.params());
        } catch (MaestroException broken) { // told when that one was pushed
            return;
        }
        params.forEach((name, param) -> {
            if (name.equals(ID) || name.equals(VERSION)) return;
            if (there.containsKey(name)) merged(at(path, name), name, param, there.get(name), found);
            else Suggestion.nearest(child.params().keySet(), name).ifPresent(near -> found.add(new Finding(
                    Severity.WARNING, Kind.UNKNOWN_PARAM, at(path, name), 0, 0,
                    "workflow [" + child.id() + "] has no param [" + name + "]", Optional.of(near))));
        });
    }

    private static void merged(
            String path, String name, ParamDefinition param, ParamDefinition there, List<Finding> found) {
        if (late(param.body())) return;
        try {
            var handed = param.withSource(ParamSource.DEFINITION);
            ParamMerge.merge(Map.of(name, there), Map.of(name, handed), HANDED);
        } catch (MaestroException refused) {
            found.add(warning(Kind.MERGE_REFUSED, path, "the child's start would fail: " + refused.getMessage()));
        }
    }

    /** What its value will be is known only when it runs. */
    private static boolean late(ParamBody body) {
        return !(body instanceof ParamBody.Literal(var value))
                || value instanceof String text && text.indexOf('$') >= 0
                || value instanceof String[] || value instanceof Map<?, ?>;
    }

    private static Optional<String> plain(Map<String, ParamDefinition> params, String name) {
        return params.get(name) instanceof ParamDefinition param
                        && param.body() instanceof ParamBody.Literal(String text) && text.indexOf('$') < 0
                ? Optional.of(text)
                : Optional.empty();
    }

    private static String at(String path, String name) {
        return path + ".params." + name;
    }

    private static Finding warning(Kind kind, String path, String message) {
        return new Finding(Severity.WARNING, kind, path, 0, 0, message, Optional.empty());
    }
}
