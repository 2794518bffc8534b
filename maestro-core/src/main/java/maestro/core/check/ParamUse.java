package maestro.core.check;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import maestro.core.param.Interpolation;
import maestro.core.param.ScriptText;
import maestro.core.template.TemplateRules;
import maestro.model.definition.Step;
import maestro.model.definition.Workflow;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.sel.Expression;
import maestro.sel.SelException;

/** Which names the texts, expressions and scripts of a definition mention. Says "read" when in doubt. */
final class ParamUse {
    /** How sure it is that something reads a param. */
    enum Reading { NONE, PERHAPS, SURE }

    private final Set<String> mentioned = new HashSet<>();
    private boolean handsAllDown;

    private ParamUse() {}

    static ParamUse of(Workflow workflow) {
        var use = new ParamUse();
        use.params(workflow.params());
        workflow.timeout().ifPresent(timeout -> use.text(timeout.text()));
        workflow.signalTriggers().forEach(trigger -> {
            use.params(trigger.params());
            trigger.condition().ifPresent(use::expression);
            trigger.dedupExpr().ifPresent(use::expression);
        });
        use.steps(workflow.steps());
        return use;
    }

    private void steps(List<Step> steps) {
        for (var step : steps) {
            var common = step.common();
            params(common.params());
            common.transition().successors().values().forEach(this::expression);
            common.timeout().ifPresent(timeout -> text(timeout.text()));
            common.signalDependencies().forEach(dependency ->
                    dependency.matchParams().values().forEach(match -> param(match.param())));
            common.signalOutputs().forEach(output -> {
                params(output.params());
                params(output.payload());
            });
            switch (step) {
                case Step.Leaf leaf -> {
                    leaf.retryPolicy().ifPresent(policy -> text(policy.toString()));
                    handsAllDown |= TemplateRules.consulted(step);
                    if (common.params().get("state_expr") instanceof ParamDefinition judge
                            && judge.body() instanceof ParamBody.Literal(String text)) {
                        expression(text);
                    }
                }
                case Step.Subworkflow child -> handsAllDown |= !child.explicitParams().orElse(false);
                case Step.While loop -> {
                    expression(loop.condition());
                    mentioned.addAll(loopParams(step));
                }
                case Step.Foreach _, Step.Template _ -> { }
            }
            steps(step.body());
        }
    }

    static Set<String> loopParams(Step step) {
        var names = new HashSet<String>();
        if (step.common().params().get("loop_params") instanceof ParamDefinition loop
                && loop.body() instanceof ParamBody.Literal(Map<?, ?> members)) {
            members.keySet().forEach(name -> names.add((String) name));
        }
        return names;
    }

    private void params(Map<String, ParamDefinition> params) {
        params.values().forEach(this::param);
    }

    private void param(ParamDefinition param) {
        switch (param.body()) {
            case ParamBody.Expression(var text) -> expression(text);
            case ParamBody.Literal(var value) -> literal(value);
            case ParamBody.Unset() -> { }
        }
    }

    private void literal(Object value) {
        switch (value) {
            case String text -> text(text);
            case String[] texts -> {
                for (String text : texts) {
                    if (text != null) text(text);
                }
            }
            case Map<?, ?> members -> members.forEach((name, member) -> {
                text(String.valueOf(name));
                if (member instanceof ParamDefinition param) param(param);
                else literal(member);
            });
            case null, default -> { }
        }
    }

    private void text(String text) {
        Interpolation.names(text).forEach(this::name);
    }

    private void expression(String text) {
        try {
            var outline = Expression.parse(text).outline();
            outline.names().forEach(mention -> name(mention.name()));
            outline.keys().forEach(key -> name(key.name()));
            outline.calls().forEach(call -> call.arguments().forEach(argument -> argument.ifPresent(this::name)));
        } catch (SelException unreadable) {
            mentioned.addAll(List.of(text.split("\\W+")));
        }
    }

    private void name(String name) {
        mentioned.add(name);
        int separator = name.indexOf("__");
        if (separator > 0) mentioned.add(name.substring(separator + 2));
    }

    /** Of a param of the workflow. */
    Reading ofWorkflow(String name) {
        if (mentioned.contains(name)) return Reading.SURE;
        return handsAllDown ? Reading.PERHAPS : Reading.NONE;
    }

    /** Of a param of a step. */
    Reading ofStep(Step step, String name) {
        if (mentioned.contains(name)) return Reading.SURE;
        if (step instanceof Step.Subworkflow || step instanceof Step.Leaf leaf && leaf.subType().isPresent()) {
            return Reading.PERHAPS;
        }
        if (!step.type().script()) return Reading.NONE;
        return step.common().params().entrySet().stream()
                .filter(param -> List.of(ScriptText.NAME, "args", "env", "interpreter").contains(param.getKey()))
                .map(param -> script(param.getValue(), name))
                .reduce(Reading.NONE, (one, other) -> one.compareTo(other) >= 0 ? one : other);
    }

    private static Reading script(ParamDefinition param, String name) {
        var text = switch (param.body()) {
            case ParamBody.Literal(String[] texts) -> String.join(" ", texts);
            case ParamBody.Literal(var value) -> String.valueOf(value);
            case ParamBody.Expression(var expression) -> expression;
            case ParamBody.Unset() -> "";
        };
        var variable = "MAESTRO_PARAM_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
        if (Pattern.compile("\\b(" + Pattern.quote(name) + "|" + variable + ")\\b").matcher(text).find()) return Reading.SURE;
        return text.contains("MAESTRO_PARAMS") || text.matches("(?s).*\\b(printenv|env)\\b.*") ? Reading.PERHAPS : Reading.NONE;
    }
}
