package maestro.core.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.core.check.Finding.Kind;
import maestro.core.check.Finding.Severity;
import maestro.core.param.ParamCatalogue;
import maestro.core.param.ScriptText;
import maestro.core.param.StepParams;
import maestro.core.param.WorkflowParams;
import maestro.core.template.TemplateRules;
import maestro.model.MaestroException;
import maestro.model.definition.DurationText;
import maestro.model.definition.Step;
import maestro.model.definition.StepType;
import maestro.model.definition.Workflow;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;

/**
 * Looks a definition over without running it. Never throws, whatever the definition, and takes time linear in its size
 * but for the graph of its steps.
 *
 * <p>An ERROR is what no run can escape: what the dry run evaluates without condition, conditions that are no
 * expressions, and values that the step's type cannot take. All else is a WARNING, so that nothing is refused that would
 * run.
 */
public final class StaticChecks {
    private final ParamCatalogue catalogue;
    private final ChildChecks children;
    private final List<Finding> findings = new ArrayList<>();

    private StaticChecks(ParamCatalogue catalogue, Children children) {
        this.catalogue = catalogue;
        this.children = new ChildChecks(catalogue, children);
    }

    /** With the standard catalogue of default params, and knowing no other workflow. */
    public static List<Finding> check(Workflow workflow) {
        return check(workflow, ParamCatalogue.STANDARD, Children.UNTOLD);
    }

    /** In the order of the definition. */
    public static List<Finding> check(Workflow workflow, ParamCatalogue catalogue, Children children) {
        var checks = new StaticChecks(catalogue, children);
        checks.workflow(workflow);
        return List.copyOf(checks.findings);
    }

    private void workflow(Workflow workflow) {
        var names = names(workflow);
        var view = View.workflow(names, signals(workflow));
        workflow.params().forEach((name, param) -> {
            boolean replaced = catalogue.dryRun().containsKey(name); // the dry run puts a value of its own there
            var declared = names.get(name).type(); // a default's type stays, whatever is written over it
            param("workflow.params." + name, param, declared, view, replaced ? Severity.WARNING : Severity.ERROR);
        });
        cycles("workflow.params.", workflow.params(), catalogue.dryRun().keySet(), Severity.ERROR);
        workflow.timeout().ifPresent(timeout -> timeout("workflow.timeout", timeout, view.plain(), Severity.ERROR));
        triggers(workflow, view);
        steps("workflow.steps", workflow.steps(), view, Severity.ERROR);
    }

    /** A trigger that cannot be evaluated starts nothing (triggers.md §5), which nobody is told. */
    private void triggers(Workflow workflow, View view) {
        var triggers = workflow.signalTriggers();
        for (int i = 0; i < triggers.size(); i++) {
            var trigger = triggers.get(i);
            var path = "workflow.signal_triggers[" + i + "].";
            var own = view.trigger(trigger.params(), trigger.definitions().keySet());
            trigger.params().forEach((name, param) -> param(path + "params." + name, param, own, Severity.WARNING));
            cycles(path + "params.", trigger.params(), Set.of(), Severity.WARNING);
            trigger.condition().ifPresent(condition -> findings.addAll(
                    TextChecks.condition(condition, path + "condition", own, "the trigger never starts a run")));
            trigger.dedupExpr().ifPresent(text -> findings.addAll(TextChecks.expression(
                    text, path + "dedup_expr", own, Optional.of(ParamType.STRING), Severity.WARNING)));
        }
    }

    private Map<String, ParamDefinition> names(Workflow workflow) {
        try {
            return WorkflowParams.enriched(catalogue, workflow.params());
        } catch (MaestroException refused) {
            add(Severity.ERROR, Kind.MERGE_REFUSED, "workflow.params", refused.getMessage());
            var names = new LinkedHashMap<>(catalogue.workflow());
            names.putAll(workflow.params());
            return names;
        }
    }

    private static Set<String> signals(Workflow workflow) {
        var signals = new HashSet<String>();
        workflow.signalTriggers().forEach(trigger -> signals.addAll(trigger.definitions().keySet()));
        return signals;
    }

    /** @param merge of a merge that is refused: the dry run merges the params of top-level steps only */
    private void steps(String path, List<Step> steps, View outside, Severity merge) {
        var level = new Level(catalogue, steps);
        for (int i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            var wrapper = step instanceof Step.Leaf ? "step" : step.type().text();
            step(path + "[" + i + "]." + wrapper, step, level, outside, merge);
        }
    }

    private void step(String path, Step step, Level level, View outside, Severity merge) {
        var view = outside.in(level, step);
        var common = step.common();
        try {
            StepParams.shared(catalogue, step);
        } catch (MaestroException refused) {
            // what a job template gives is looked up by the dry run, not here
            if (!TemplateRules.consulted(step)) add(merge, Kind.MERGE_REFUSED, path + ".params", refused.getMessage());
        }
        var all = level.params(step);
        common.params().forEach((name, param) -> {
            var at = path + ".params." + name;
            if (ScriptText.is(name, param.type(), step.type()) && param.body() instanceof ParamBody.Literal(String text)) {
                findings.addAll(TextChecks.script(text, at + ".value", view));
            } else {
                param(at, param, all.get(name).type(), view, Severity.WARNING);
            }
        });
        cycles(path + ".params.", common.params(), outside.types().keySet(), Severity.WARNING);
        common.timeout().ifPresent(timeout -> timeout(path + ".timeout", timeout, outside.plain(), Severity.WARNING));
        common.transition().successors().forEach((next, condition) -> findings.addAll(TextChecks.condition(
                condition, path + ".transition.successors." + next, view,
                "step [" + next + "] is never reached from step [" + step.id() + "]")));
        signals(path, step, outside.beside(level, step), view.plain());
        settings(path, step, view, outside.plain());
        if (step instanceof Step.Subworkflow child) findings.addAll(children.check(path, child));
        findings.addAll(KnownParamChecks.of(path, step, catalogue));
        if (step.type().script()) findings.addAll(ScriptChecks.of(path, step, view));
        if (step instanceof Step.While loop) {
            findings.addAll(LoopChecks.of(path, loop));
            var own = view.with(loopTypes(step)).alone();
            findings.addAll(TextChecks.condition(
                    loop.condition(), path + ".condition", own, "the loop never runs"));
        }
        if (!step.body().isEmpty()) steps(path + ".steps", step.body(), inside(step, level, outside), Severity.WARNING);
    }

    private void signals(String path, Step step, View before, View after) {
        step.common().signalDependencies().forEach(dependency -> {
            var at = path + ".signal_dependencies[" + dependency.name() + "].";
            findings.addAll(TextChecks.interpolated(dependency.name(), at + "name", before, Severity.WARNING));
            dependency.matchParams().forEach((name, match) ->
                    param(at + "match_params." + name, match.param(), before, Severity.WARNING));
        });
        step.common().signalOutputs().forEach(output -> {
            var at = path + ".signal_outputs[" + output.name() + "].";
            findings.addAll(TextChecks.interpolated(output.name(), at + "name", after, Severity.WARNING));
            output.params().forEach((name, param) -> param(at + "params." + name, param, after, Severity.WARNING));
            output.payload().forEach((name, param) -> param(at + "payload." + name, param, after, Severity.WARNING));
        });
    }

    private void settings(String path, Step step, View view, View plain) {
        if (!(step instanceof Step.Leaf leaf)) return;
        leaf.retryPolicy().ifPresent(policy ->
                findings.addAll(SettingChecks.retry(path + ".retry_policy", policy, plain)));
        var judge = step.common().params().get("state_expr");
        if (step.type() == StepType.HTTP && judge != null && judge.body() instanceof ParamBody.Literal(String text)
                && text.indexOf('$') < 0) {
            findings.addAll(TextChecks.expression(text, path + ".params.state_expr.value", view.alone(),
                    Optional.of(ParamType.STRING), Severity.WARNING));
        }
    }

    /** What the iterations of a loop see as workflow params (parameters.md §14). */
    private static View inside(Step step, Level level, View outside) {
        var handed = new LinkedHashMap<String, String>();
        var all = level.params(step);
        step.common().params().keySet().forEach(name -> handed.put(name, Level.type(all.get(name).type())));
        handed.remove("loop_params");
        handed.putAll(loopTypes(step));
        handed.put("loop_index", ParamType.LONG.name());
        if (step instanceof Step.While) handed.put("condition", ParamType.BOOLEAN.name());
        return outside.inside(level, step, handed);
    }

    /** The loop params as an iteration sees them: one element each in a foreach. */
    private static Map<String, String> loopTypes(Step step) {
        var types = new LinkedHashMap<String, String>();
        var loop = step.common().params().get("loop_params");
        if (loop != null && loop.body() instanceof ParamBody.Literal(Map<?, ?> members)) {
            members.forEach((name, member) -> {
                var type = member instanceof ParamDefinition param ? Level.type(param.type()) : "";
                types.put((String) name, step instanceof Step.Foreach ? type.replace("_ARRAY", "") : type);
            });
        }
        return types;
    }

    private void param(String path, ParamDefinition param, View view, Severity sure) {
        param(path, param, param.type(), view, sure);
    }

    private void param(String path, ParamDefinition param, ParamType declared, View view, Severity sure) {
        switch (param.body()) {
            case ParamBody.Expression(var text) -> findings.addAll(TextChecks.expression(
                    text, path + ".expression", view, Optional.of(declared), sure));
            case ParamBody.Literal(var value) -> literal(path + ".value", value, view, sure);
            case ParamBody.Unset() -> { }
        }
    }

    private void literal(String path, Object value, View view, Severity sure) {
        switch (value) {
            case String text -> findings.addAll(TextChecks.interpolated(text, path, view, sure));
            case String[] texts -> {
                for (int i = 0; i < texts.length; i++) literal(path + "[" + i + "]", texts[i], view, sure);
            }
            case Map<?, ?> members -> members.forEach((name, member) -> {
                var at = path + "." + name;
                if (member instanceof ParamDefinition definition) member(at, definition, view, sure);
                else {
                    literal(at, name, view, sure);
                    literal(at, member, view, sure);
                }
            });
            case null, default -> { }
        }
    }

    /** Members keep whatever type their value has (P4). */
    private void member(String path, ParamDefinition member, View view, Severity sure) {
        if (member.body() instanceof ParamBody.Expression(var text))
            findings.addAll(TextChecks.expression(text, path + ".expression", view, Optional.empty(), sure));
        else param(path, member, view, sure);
    }

    private void timeout(String path, DurationText timeout, View view, Severity sure) {
        findings.addAll(SettingChecks.timeout(path, timeout.text(), view, sure));
    }

    /** @param elsewhere names that mean another param when it is not evaluated yet (P1) */
    private void cycles(
            String path, Map<String, ParamDefinition> params, Set<String> elsewhere, Severity severity) {
        Cycles.in(params, elsewhere).forEach(cycle -> add(severity, Kind.CYCLE, path + cycle.getFirst(),
                "the params refer to each other in a circle: " + String.join(" -> ", cycle)));
    }

    private void add(Severity severity, Kind kind, String path, String message) {
        findings.add(new Finding(severity, kind, path, 0, 0, message, Optional.empty()));
    }
}
