package maestro.core.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.core.check.Finding.Kind;
import maestro.core.check.Finding.Severity;
import maestro.core.check.ParamUse.Reading;
import maestro.core.param.ParamCatalogue;
import maestro.core.param.SleepSeconds;
import maestro.model.definition.DslNotice;
import maestro.model.definition.Step;
import maestro.model.definition.StepType;
import maestro.model.definition.Workflow;
import maestro.model.source.SourceDocument;
import maestro.sel.Suggestion;

/**
 * Tells of keys of the short YAML form that do not do what they seem to. All are warnings: whatever key it does not know
 * is a param (definition.md §15.1).
 */
public final class KeyChecks {
    private final ParamUse use;
    private final ParamCatalogue catalogue;
    private final Map<String, Step> steps = new HashMap<>();
    /** Ids of more than one step, which is an error of its own: nobody knows whose a param is. */
    private final Set<String> twice = new HashSet<>();
    private final List<Finding> found = new ArrayList<>();

    private KeyChecks(Workflow workflow, ParamCatalogue catalogue) {
        this.use = ParamUse.of(workflow);
        this.catalogue = catalogue;
        index(workflow.steps());
    }

    private void index(List<Step> list) {
        list.forEach(step -> {
            if (steps.put(step.id(), step) != null) twice.add(step.id());
            index(step.body());
        });
    }

    /** @param document what the notices were made of; the paths of the findings lead into it */
    public static List<Finding> of(
            Workflow workflow, List<DslNotice> notices, ParamCatalogue catalogue, SourceDocument document) {
        var checks = new KeyChecks(workflow, catalogue);
        notices.stream()
                .filter(notice -> !(notice instanceof DslNotice.Doubtful(var path, var key, _))
                        || document.plain(at(path, key)))
                .forEach(checks::notice);
        return checks.found;
    }

    private void notice(DslNotice notice) {
        switch (notice) {
            case DslNotice.Inline inline -> inline(inline);
            case DslNotice.Ignored(var path, var key, var under) -> warn(Kind.UNKNOWN_KEY, at(path, key),
                    "has no effect: where there are " + under + ", params stand in there", Optional.empty());
            case DslNotice.Misshapen(var path, var key, var problem) -> warn(Kind.WRONG_VALUE, at(path, key),
                    "is a param here and not the field of that name, as it has not the field's form: " + problem,
                    Optional.empty());
            case DslNotice.Doubtful(var path, var key, var problem) ->
                warn(Kind.WRONG_VALUE, at(path, key), problem, Optional.empty());
            case DslNotice.Untyped _ -> { }
        }
    }

    private void inline(DslNotice.Inline inline) {
        if (twice.contains(inline.stepId())) return;
        var name = inline.name();
        var step = Optional.ofNullable(steps.get(inline.stepId()));
        var reading = step.map(owner -> use.ofStep(owner, name)).orElseGet(() -> use.ofWorkflow(name));
        if (reading == Reading.SURE || known(step, name)) return;
        var path = at(inline.path(), inline.key());
        var advice = step.isPresent() ? ForeignKeys.inJob(name) : ForeignKeys.inWorkflow(name);
        if (advice.isPresent()) {
            warn(Kind.UNKNOWN_KEY, path, "is no field but a param that nothing reads; " + advice.get(), Optional.empty());
            return;
        }
        var near = Suggestion.nearest(fields(step), name).filter(_ -> name.length() > 3);
        if (near.isPresent()) {
            warn(Kind.UNKNOWN_KEY, path, "is no field but a param that nothing reads", near);
        } else if (reading == Reading.NONE) {
            warn(Kind.UNREAD_PARAM, path, "is a param that no script, expression or step type here reads; remove it,"
                    + " or put it under " + (step.isPresent() ? "job_params" : "workflow_params") + " to keep it",
                    Optional.empty());
        }
    }

    /** Whether the type of the step, or the system, reads it. */
    private boolean known(Optional<Step> step, String name) {
        if (step.isEmpty()) return catalogue.workflow().containsKey(name) || catalogue.dryRun().containsKey(name)
                || name.equals("job_template_version");
        var type = step.get().type();
        return catalogue.step().containsKey(name) || catalogue.byType(type).containsKey(name)
                || type == StepType.SLEEP && name.equals(SleepSeconds.NAME)
                || type.script() && name.equals("args");
    }

    private Set<String> fields(Optional<Step> step) {
        if (step.isEmpty()) return ForeignKeys.WORKFLOW_FIELDS;
        var fields = new LinkedHashSet<>(ForeignKeys.fields(step.get()));
        fields.addAll(catalogue.byType(step.get().type()).keySet());
        return fields;
    }

    private static String at(String path, String key) {
        return path + "[" + key + "]";
    }

    private void warn(Kind kind, String path, String message, Optional<String> suggestion) {
        found.add(new Finding(Severity.WARNING, kind, path, 0, 0, message, suggestion));
    }
}
