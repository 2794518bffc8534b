package maestro.model.definition;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import maestro.model.id.Ids;
import maestro.model.json.TagJson;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;

/** The field rules of steps (definition.md §5 to §8), loop bodies included. */
final class StepViolations {
    static final int STEPS_MAX = 300;
    static final int FOREACH_CONCURRENCY_MAX = 500;
    private static final Set<ParamType> ARRAYS = Set.of(
            ParamType.STRING_ARRAY, ParamType.LONG_ARRAY, ParamType.DOUBLE_ARRAY, ParamType.BOOLEAN_ARRAY);

    private final Violations violations;
    private final Set<String> ids = new HashSet<>();
    /** The names of all loops around the step that is looked at. */
    private final Set<String> loopParams = new HashSet<>();
    private int count;

    StepViolations(Violations violations) {
        this.violations = violations;
    }

    void workflow(List<Step> steps) {
        String path = "workflow.steps";
        if (steps.isEmpty()) {
            violations.add(path, "is empty; a workflow has at least one step");
        }
        violations.addAll(path, Graph.edgeProblems(steps));
        each(path, steps);
        if (count > STEPS_MAX) {
            violations.add(
                    path,
                    "has " + count + " steps with those of loop bodies, at most " + STEPS_MAX
                            + " are allowed; move some to a workflow of their own");
        }
    }

    private void body(String path, List<Step> steps) {
        if (steps.isEmpty()) {
            violations.add(path, "is empty; a loop has at least one step");
        }
        violations.addAll(path, Graph.edgeProblems(steps));
        Graph.cycle(steps).ifPresent(cycle -> violations.add(path, "has a cycle: " + cycle + "; remove an edge"));
        each(path, steps);
    }

    private void each(String path, List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            count++;
            step(path + "[" + i + "]", steps.get(i));
        }
    }

    private void step(String path, Step step) {
        common(path, step.common());
        switch (step) {
            case Step.Leaf leaf -> leaf(path, leaf);
            case Step.Subworkflow _, Step.Template _ -> {}
            case Step.Foreach loop -> {
                loop.concurrency()
                        .ifPresent(n -> violations.addOutside(
                                path + ".concurrency", n, 0, FOREACH_CONCURRENCY_MAX));
                inLoop(path, loop);
            }
            case Step.While loop -> {
                if (loop.condition().isBlank()) {
                    violations.add(path + ".condition", "is missing or blank; write a SEL expression");
                }
                inLoop(path, loop);
            }
        }
    }

    private void common(String path, Step.Common common) {
        violations.addIf(path + ".id", Ids.referenceProblem(common.id()));
        if (!ids.add(common.id()) && !common.id().isEmpty()) {
            violations.add("workflow.steps", "has two steps with the id '" + common.id() + "'; rename one");
        }
        common.name().ifPresent(name -> violations.addIf(path + ".name", Ids.displayNameProblem(name)));
        common.description()
                .ifPresent(text -> violations.addIf(path + ".description", Ids.descriptionProblem(text)));
        violations.tags(path, common.tags());
        TagJson.duplicate(common.tags())
                .ifPresent(name -> violations.add(path + ".tags", "has the tag '" + name + "' twice; remove one"));
        common.timeout().ifPresent(timeout -> violations.addIf(path + ".timeout", Durations.problem(timeout)));
        signals(path, common);
        violations.params(path, common.params());
    }

    private void signals(String path, Step.Common common) {
        for (var dependency : common.signalDependencies()) {
            violations.addIf(path + ".signalDependencies", Ids.nameProblem(dependency.name()));
            long ranges = dependency.matchParams().values().stream()
                    .filter(match -> !match.operator().equals("="))
                    .count();
            if (ranges > 1) {
                violations.add(
                        path + ".signalDependencies",
                        "'" + dependency.name() + "' has " + ranges + " range operators, at most one is allowed");
            }
        }
        common.signalOutputs()
                .forEach(output -> violations.addIf(path + ".signalOutputs", Ids.nameProblem(output.name())));
    }

    private void leaf(String path, Step.Leaf leaf) {
        switch (leaf.type()) {
            case FOREACH, WHILE, SUBWORKFLOW, TEMPLATE ->
                violations.add(
                        path + ".type",
                        "'" + leaf.type().text() + "' is not a type of a 'step'; use the wrapper {\""
                                + leaf.type().text() + "\": {…}}");
            default -> {}
        }
        leaf.retryPolicy().ifPresent(policy -> violations.addAll(path + ".retryPolicy", RetryRules.problems(policy)));
    }

    private void inLoop(String path, Step loop) {
        String at = path + ".params[loop_params]";
        var names = loopParams(at, loop);
        for (String name : names) {
            if (loopParams.contains(name)) {
                violations.add(
                        "workflow.steps",
                        "loop '" + loop.id() + "' reuses the loop param '" + name
                                + "' of a loop around it; rename it");
            }
        }
        var added = names.stream().filter(loopParams::add).toList();
        body(path + ".steps", loop.body());
        added.forEach(loopParams::remove);
    }

    /** Checks the loop's own params and answers their names. */
    private List<String> loopParams(String path, Step loop) {
        ParamDefinition param = loop.common().params().get("loop_params");
        if (param == null) {
            violations.add(path, "is missing; a loop has a MAP param 'loop_params' with a literal value");
            return List.of();
        }
        if (param.type() != ParamType.MAP || !(param.body() instanceof ParamBody.Literal(Map<?, ?> members))) {
            violations.add(path, "is not a MAP with a literal value; write its members out");
            return List.of();
        }
        if (loop instanceof Step.Foreach) {
            foreachParams(path, members);
        }
        return members.keySet().stream().map(String.class::cast).toList();
    }

    private void foreachParams(String path, Map<?, ?> members) {
        if (members.isEmpty()) {
            violations.add(path, "is empty; a foreach runs over at least one array");
        }
        members.forEach((name, member) -> {
            if (member instanceof ParamDefinition definition && !ARRAYS.contains(definition.type())) {
                violations.add(
                        path, "'" + name + "' is a " + definition.type() + "; a foreach runs over arrays only");
            }
        });
    }
}
