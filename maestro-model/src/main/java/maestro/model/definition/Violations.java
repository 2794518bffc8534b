package maestro.model.definition;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import maestro.model.Tag;
import maestro.model.id.Ids;
import maestro.model.id.ReservedNames;
import maestro.model.json.Fields;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;

/** The field rules of a create request (definition.md §12, step 2), each problem as "&lt;path&gt; &lt;text&gt;". */
final class Violations {
    /** A request of the allowed length has hardly more; a longer one shall not make a much longer answer. */
    static final int ERRORS_MAX = 1000;

    private final SequencedSet<String> found = new LinkedHashSet<>();

    static List<String> of(CreateRequest request, CronRules cron) {
        var violations = new Violations();
        request.properties().ifPresent(violations::properties);
        violations.workflow(request.workflow(), cron);
        return List.copyOf(violations.found);
    }

    static List<String> of(Properties properties) {
        var violations = new Violations();
        violations.properties(properties);
        return List.copyOf(violations.found);
    }

    /** But for how often it fires. */
    static List<String> of(TimeTrigger trigger) {
        var violations = new Violations();
        new TriggerViolations(violations, CronRules.SYNTAX).time("workflow.timeTriggers[0]", trigger);
        return List.copyOf(violations.found);
    }

    void add(String path, String text) {
        if (found.size() < ERRORS_MAX) {
            found.add(path + " " + text);
        }
    }

    void addIf(String path, Optional<String> text) {
        text.ifPresent(problem -> add(path, problem));
    }

    void addOutside(String path, long value, long min, long max) {
        if (value < min || value > max) {
            add(path, value + " is out of range; it is from " + min + " to " + max);
        }
    }

    private void properties(Properties properties) {
        properties.stepConcurrency().ifPresent(n -> addOutside("properties.stepConcurrency", n, 1, 1000));
        properties.runStrategy()
                .ifPresent(strategy -> addOutside(
                        "properties.runStrategy.workflowConcurrency", strategy.workflowConcurrency(), 1, 1000));
        properties.alerting()
                .ifPresent(tree -> addIf("properties.alerting.tct", AlertingReader.tctProblem(tree)));
        properties.description().ifPresent(text -> addIf("properties.description", Ids.descriptionProblem(text)));
    }

    private void workflow(Workflow workflow, CronRules cron) {
        addIf("workflow.id", Ids.workflowProblem(workflow.id()));
        workflow.name().ifPresent(name -> addIf("workflow.name", Ids.displayNameProblem(name)));
        workflow.description().ifPresent(text -> addIf("workflow.description", Ids.descriptionProblem(text)));
        tags("workflow", workflow.tags());
        workflow.timeout().ifPresent(timeout -> addIf("workflow.timeout", Durations.problem(timeout)));
        workflow.instanceStepConcurrency()
                .ifPresent(n -> addOutside("workflow.instanceStepConcurrency", n, 1, 999));
        params("workflow", workflow.params());
        new TriggerViolations(this, cron).check(workflow);
        HookJson.check(workflow.hooks(), this);
        new StepViolations(this).workflow(workflow.steps());
    }

    void tags(String owner, List<Tag> tags) {
        for (int i = 0; i < tags.size(); i++) {
            addIf(owner + ".tags.tags[" + i + "].name", Ids.nameProblem(tags.get(i).name()));
        }
    }

    void params(String owner, Map<String, ParamDefinition> params) {
        params.forEach((name, param) -> {
            String path = Fields.member(owner + ".params", name);
            if (ReservedNames.PARAMS.contains(name)) {
                add(path + ".name", "'" + name + "' is a reserved name; choose another one");
            }
            param(path, name, param);
        });
    }

    private void param(String path, String name, ParamDefinition param) {
        addIf(path + ".name", Ids.referenceProblem(name));
        param.tags().ifPresent(tags -> tags(path, tags));
        if (param.source().isPresent()) {
            add(path + ".source", "is written by the server only; remove it");
        }
        if (param.internalMode().isPresent()) {
            add(path + ".internalMode", "is for schemas and job templates only; remove it, or use 'mode'");
        }
        if (param.body() instanceof ParamBody.Literal(Map<?, ?> members)) {
            members.forEach((key, member) -> {
                if (member instanceof ParamDefinition definition) {
                    param(Fields.member(path + ".value", (String) key), (String) key, definition);
                }
            });
        }
    }

    /** Shared with {@link StepViolations}: a list of problems at one path. */
    void addAll(String path, List<String> texts) {
        texts.forEach(text -> add(path, text));
    }
}
