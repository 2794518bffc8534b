package maestro.core.check;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.check.Finding.Kind;
import maestro.core.check.Finding.Severity;
import maestro.core.param.ParamCatalogue;
import maestro.core.param.SleepSeconds;
import maestro.model.definition.Step;
import maestro.model.definition.StepType;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;
import maestro.sel.Suggestion;

/** Checks the params that a step's type reads: their types, ranges and members. */
final class KnownParamChecks {
    private final List<Finding> found = new ArrayList<>();

    private KnownParamChecks() {}

    /** @param path of the step */
    static List<Finding> of(String path, Step step, ParamCatalogue catalogue) {
        var checks = new KnownParamChecks();
        var params = step.common().params();
        switch (step.type()) {
            case SLEEP -> checks.sleep(path, params.get(SleepSeconds.NAME));
            case HTTP -> checks.members(path, "http", params, catalogue, step.type(), List.of("follow_redirects"));
            case KUBERNETES -> checks.members(path, "kubernetes", params, catalogue, step.type(), List.of());
            case NOTEBOOK -> {
                checks.members(path, "notebook", params, catalogue, step.type(), List.of());
                checks.members(path, "kubernetes", params, catalogue, StepType.KUBERNETES, List.of());
            }
            default -> { }
        }
        if (step.type().script()) checks.arguments(path, params.get("args"));
        return checks.found;
    }

    private void sleep(String path, ParamDefinition param) {
        if (param == null || !(param.body() instanceof ParamBody.Literal(var value))) return;
        var at = path + ".params." + SleepSeconds.NAME + ".value";
        if (value instanceof String text && text.indexOf('$') >= 0) return;
        var plain = value instanceof BigDecimal decimal ? (Object) decimal.doubleValue() : value;
        if (SleepSeconds.millis(plain).isEmpty()) {
            error(Kind.WRONG_VALUE, at, SleepSeconds.problem(plain));
        } else if (plain instanceof Long seconds && seconds < 0) {
            warn(Kind.WRONG_VALUE, at, "a step cannot sleep " + seconds + " seconds: it does not sleep at all", "");
        }
    }

    private void arguments(String path, ParamDefinition args) {
        if (args == null || args.type() == ParamType.STRING_ARRAY) return;
        error(Kind.WRONG_TYPE, path + ".params.args", "the arguments of a script are a STRING_ARRAY, not a "
                + args.type() + "; write a list of texts, or args<array<string>>");
    }

    private void members(String path, String name, Map<String, ParamDefinition> params, ParamCatalogue catalogue,
            StepType type, List<String> more) {
        if (!(params.get(name) instanceof ParamDefinition param)
                || !(param.body() instanceof ParamBody.Literal(Map<?, ?> members))
                || !(catalogue.byType(type).get(name) instanceof ParamDefinition known)
                || !(known.body() instanceof ParamBody.Literal(Map<?, ?> names))) {
            return;
        }
        var all = new ArrayList<>(more);
        names.keySet().forEach(each -> all.add((String) each));
        members.keySet().stream().map(String.class::cast).filter(member -> !all.contains(member)).forEach(member ->
                warn(Kind.UNKNOWN_KEY, path + ".params." + name + ".value." + member, "a " + type.text()
                        + " step reads no [" + member + "] in [" + name + "]: it has no effect",
                        Suggestion.nearest(all, member).orElse("")));
    }

    private void error(Kind kind, String path, String message) {
        found.add(Finding.of(Severity.ERROR, kind, path, message));
    }

    private void warn(Kind kind, String path, String message, String suggestion) {
        found.add(new Finding(Severity.WARNING, kind, path, 0, 0, message,
                Optional.of(suggestion).filter(text -> !text.isEmpty())));
    }
}
