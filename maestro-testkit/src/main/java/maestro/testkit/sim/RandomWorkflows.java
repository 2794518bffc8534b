package maestro.testkit.sim;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import maestro.model.definition.FailureMode;
import maestro.model.definition.RunStrategy.Rule;
import maestro.model.param.ParamType;
import maestro.testkit.build.Workflows;

/**
 * Workflows of random shape. What a <em>calm</em> one does follows from its definition and the script alone; a wild one
 * also has timeouts, steps that end the others, and strategies that end other runs.
 */
final class RandomWorkflows {
    /** What each edge's condition says when the param x is 1; the long one does not fit into a turn. */
    static final Map<String, Boolean> CONDITIONS = Map.of(
            "true", true,
            "false", false,
            "x > 0", true,
            "x <= 0", false,
            "s = 0; while (s < 1500) { s += 1; } return s > 0;", true);

    static final int STEPS_MAX = 7;

    private static final String LONG_VALUE = "s = 0; while (s < 1500) { s += 1; } return s;";

    private static final int SUBWORKFLOW = 8;
    private static final int LOOP = 9;

    private final RandomGenerator random;
    private final Bias.Shapes bias;

    RandomWorkflows(RandomGenerator random, Bias.Shapes bias) {
        this.random = random;
        this.bias = bias;
    }

    static boolean calm(String workflowId) {
        return workflowId.startsWith("calm");
    }

    static boolean wild(String workflowId) {
        return workflowId.startsWith("wild");
    }

    /** @param others that it may call, when it is wild */
    Workflows next(String id, boolean wild, List<String> others) {
        var workflow = Workflows.workflow(id).param("x", 1);
        int steps = 1 + random.nextInt(STEPS_MAX);
        for (int i = 0; i < steps; i++) {
            step(workflow, i, wild, others);
        }
        strategy(workflow, wild);
        if (random.nextBoolean()) {
            workflow.stepConcurrency(1 + random.nextInt(3));
        }
        if (wild && random.nextInt(4) == 0) {
            workflow.workflowTimeout(Integer.toString(1 + random.nextInt(300)));
        }
        return workflow;
    }

    private void step(Workflows workflow, int number, boolean wild, List<String> others) {
        String id = "s" + number;
        switch (kind(wild)) {
            case SUBWORKFLOW -> workflow.subworkflow(id, others.get(random.nextInt(others.size())));
            case LOOP, 10, 11 -> loop(workflow, id, others);
            case 0 -> workflow.sleep(id, random.nextInt(100));
            case 1, 2, 3 -> workflow.noop(id);
            default -> workflow.step(id).retries(random.nextInt(3), random.nextInt(3), random.nextInt(2));
        }
        if (Bias.more(random, bias.longValues()) || random.nextInt(10) == 0) {
            workflow.stepExpression("y", ParamType.LONG, LONG_VALUE);
        }
        switch (Bias.more(random, bias.ignoredFailures()) ? 0 : random.nextInt(6)) {
            case 0 -> workflow.failureMode(FailureMode.IGNORE_FAILURE);
            case 1 -> workflow.failureMode(wild ? FailureMode.FAIL_IMMEDIATELY : FailureMode.FAIL_AFTER_RUNNING);
            default -> {}
        }
        if (wild && (Bias.more(random, bias.timeouts()) || random.nextInt(4) == 0)) {
            workflow.timeout(Integer.toString(1 + random.nextInt(120)));
        }
        for (int before = 0; before < number; before++) {
            if (random.nextInt(number + 1) == 0) {
                workflow.edge("s" + before, id, condition());
            }
        }
    }

    private int kind(boolean wild) {
        if (wild && Bias.more(random, bias.calls())) {
            return SUBWORKFLOW;
        }
        return wild && Bias.more(random, bias.loops()) ? LOOP : random.nextInt(wild ? 12 : 8);
    }

    private void loop(Workflows workflow, String id, List<String> others) {
        var body = Workflows.workflow("body").step(id + "x").retries(1, 1, 0).noop(id + "y", id + "x").step(id + "z");
        switch (random.nextInt(6)) {
            case 0 -> body.subworkflow(id + "s", others.get(random.nextInt(others.size())));
            case 1 ->
                body.foreach(id + "f", random.nextInt(3), Workflows.workflow("inner").step(id + "i"))
                        .loopName("n" + id);
            default -> {}
        }
        if (random.nextInt(3) == 0) {
            body.noop(id + "n").stepExpression("w" + id, ParamType.LONG, "w" + id + " + 1");
            workflow.repeat(id, 0, "w" + id + " < 3", body).loopName("w" + id);
        } else {
            workflow.foreach(id, random.nextInt(5), body).loopConcurrency(1 + random.nextInt(3));
        }
    }

    private String condition() {
        return switch (Bias.more(random, bias.longConditions()) ? 3 : random.nextInt(12)) {
            case 0 -> "false";
            case 1 -> "x > 0";
            case 2 -> "x <= 0";
            case 3 -> CONDITIONS.keySet().stream().filter(text -> text.length() > 10).findFirst().orElseThrow();
            default -> "true";
        };
    }

    private void strategy(Workflows workflow, boolean wild) {
        switch (random.nextInt(6)) {
            case 0 -> workflow.strategy(Rule.STRICT_SEQUENTIAL);
            case 1 -> workflow.strategy(Rule.FIRST_ONLY);
            case 2 -> workflow.strategy(wild ? Rule.LAST_ONLY : Rule.SEQUENTIAL);
            case 3 -> workflow.strategy(Rule.SERIAL_LATEST_ONLY);
            default -> workflow.parallel(1 + random.nextInt(4));
        }
    }
}
