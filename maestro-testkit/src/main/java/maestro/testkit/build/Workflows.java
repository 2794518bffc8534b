package maestro.testkit.build;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import maestro.core.dag.Plan;
import maestro.model.definition.CreateRequest;
import maestro.model.definition.Definitions;
import maestro.model.definition.FailureMode;
import maestro.model.definition.RunStrategy;
import maestro.model.definition.Workflow;
import maestro.model.json.Json;
import maestro.model.param.ParamType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code workflow("w").step("a").step("b", "a")}: only what the test is about, the rest has defaults that cannot matter
 * to it. What comes after a step is about that step. Everything passes through the parser of real pushes.
 */
public final class Workflows {
    private static final String ALWAYS = "true";

    private final String id;
    private final ObjectNode workflow = Json.object();
    private final ObjectNode properties = Json.object().put("owner", "amy");
    private final Map<String, ObjectNode> steps = new LinkedHashMap<>();
    private final Map<String, String> wrappers = new LinkedHashMap<>();
    private ObjectNode last;
    private boolean active = true;
    private Optional<JsonNode> written = Optional.empty();

    private Workflows(String id) {
        this.id = id;
        workflow.put("id", id);
    }

    /** A push that somebody wrote, as it is. */
    public static Workflows written(JsonNode push) {
        var workflow = new Workflows(push.at("/workflow/id").stringValue());
        workflow.written = Optional.of(push);
        return workflow;
    }

    public static Workflows workflow(String id) {
        return new Workflows(id);
    }

    /** A step whose work a test decides: its runtime is launched and answers what the test says. */
    public Workflows step(String stepId, String... needs) {
        return add(stepId, "Shell", needs).stepParam("script", "true");
    }

    public Workflows noop(String stepId, String... needs) {
        return add(stepId, "NoOp", needs);
    }

    public Workflows sleep(String stepId, long seconds, String... needs) {
        return add(stepId, "Sleep", needs).stepParam("sleep_seconds", seconds);
    }

    /** A loop over 1 to {@code times} whose body has the steps of another builder. */
    public Workflows foreach(String stepId, int times, Workflows body, String... needs) {
        add("foreach", Json.object().put("id", stepId), needs);
        var numbers = last.withObject("params")
                .putObject("loop_params")
                .put("type", "MAP")
                .putObject("value")
                .putObject("i")
                .put("type", "LONG_ARRAY")
                .putArray("value");
        for (int i = 1; i <= times; i++) {
            numbers.add(i);
        }
        body.wrapped(last.putArray("steps"));
        return this;
    }

    /** A loop with the param {@code i}, from a first value as long as the condition holds. */
    public Workflows repeat(String stepId, long first, String condition, Workflows body, String... needs) {
        add("while", Json.object().put("id", stepId).put("condition", condition), needs);
        last.withObject("params")
                .putObject("loop_params")
                .put("type", "MAP")
                .putObject("value")
                .putObject("i")
                .put("type", "LONG")
                .put("value", first);
        body.wrapped(last.putArray("steps"));
        return this;
    }

    /** The loop's param has another name: those of nested loops must differ. */
    public Workflows loopName(String name) {
        var params = last.withObject("params").withObject("loop_params").withObject("value");
        params.set(name, params.remove("i"));
        return this;
    }

    /** The loop's values are computed. */
    public Workflows loopExpression(String expression) {
        return loopExpression(ParamType.LONG_ARRAY, expression);
    }

    /** The loop's values are computed, and are of this type. */
    public Workflows loopExpression(ParamType type, String expression) {
        last.withObject("params")
                .withObject("loop_params")
                .withObject("value")
                .putObject("i")
                .put("type", type.name())
                .put("expression", expression);
        return this;
    }

    /** How many iterations of the loop go at once. */
    public Workflows loopConcurrency(int iterations) {
        last.put("concurrency", iterations);
        return this;
    }

    /** A step that runs another workflow, its active version, to its end. */
    public Workflows subworkflow(String stepId, String workflowId, String... needs) {
        return add("subworkflow", Json.object().put("id", stepId), needs).stepParam("subworkflow_id", workflowId);
    }

    /** The subworkflow step does not wait for its run. */
    public Workflows async() {
        last.put("sync", false);
        return this;
    }

    private Workflows add(String stepId, String type, String... needs) {
        return add("step", Json.object().put("id", stepId).put("type", type), needs);
    }

    private Workflows add(String wrapper, ObjectNode step, String... needs) {
        last = step;
        String stepId = step.get("id").stringValue();
        steps.put(stepId, step);
        wrappers.put(stepId, wrapper);
        for (String need : needs) {
            edge(need, stepId, ALWAYS);
        }
        return this;
    }

    /** An edge with a condition; replaces the one that the step's needs made. */
    public Workflows edge(String from, String to, String condition) {
        steps.get(from).withObject("transition").withObject("successors").put(to, condition);
        return this;
    }

    public Workflows failureMode(FailureMode mode) {
        last.put("failure_mode", mode.name());
        return this;
    }

    /** How many retries each class of error has. */
    public Workflows retries(int user, int platform, int timeout) {
        last.withObject("retry_policy")
                .put("error_retry_limit", user)
                .put("platform_retry_limit", platform)
                .put("timeout_retry_limit", timeout);
        return this;
    }

    /** The same wait before each retry. */
    public Workflows fixedBackoff(long seconds) {
        last.withObject("retry_policy")
                .putObject("backoff")
                .put("type", "FIXED_BACKOFF")
                .put("error_retry_backoff_in_secs", seconds)
                .put("platform_retry_backoff_in_secs", seconds)
                .put("timeout_retry_backoff_in_secs", seconds);
        return this;
    }

    /** A wait that grows: {@code base * exponent^n}, at most {@code limit} seconds. */
    public Workflows exponentialBackoff(long base, long exponent, long limit) {
        var backoff = last.withObject("retry_policy").putObject("backoff").put("type", "EXPONENTIAL_BACKOFF");
        for (String error : new String[] {"error", "platform", "timeout"}) {
            backoff.put(error + "_retry_backoff_in_secs", base)
                    .put(error + "_retry_exponent", exponent)
                    .put(error + "_retry_limit_in_secs", limit);
        }
        return this;
    }

    /** The step's timeout. */
    public Workflows timeout(String duration) {
        last.put("timeout", duration);
        return this;
    }

    public Workflows stepParam(String name, long value) {
        return param(last, ParamType.LONG, name, "value", Json.node(value));
    }

    public Workflows stepParam(String name, String value) {
        return param(last, ParamType.STRING, name, "value", Json.node(value));
    }

    public Workflows stepExpression(String name, ParamType type, String expression) {
        return param(last, type, name, "expression", Json.node(expression));
    }

    public Workflows param(String name, long value) {
        return param(workflow, ParamType.LONG, name, "value", Json.node(value));
    }

    private Workflows param(
            ObjectNode where, ParamType type, String name, String key, JsonNode value) {
        var param = where.withObject("params").putObject(name).put("type", type.name());
        param.set(key, value);
        return this;
    }

    public Workflows workflowTimeout(String duration) {
        workflow.put("timeout", duration);
        return this;
    }

    public Workflows instanceStepConcurrency(int limit) {
        workflow.put("instance_step_concurrency", limit);
        return this;
    }

    public Workflows strategy(RunStrategy.Rule rule) {
        properties.put("run_strategy", rule.name());
        return this;
    }

    public Workflows parallel(int runs) {
        properties.put("run_strategy", runs);
        return this;
    }

    public Workflows stepConcurrency(int limit) {
        properties.put("step_concurrency", limit);
        return this;
    }

    public Workflows ownerless() {
        properties.remove("owner");
        return this;
    }

    public Workflows inactive() {
        active = false;
        return this;
    }

    public String id() {
        return id;
    }

    /** The push as a client would send it. */
    public ObjectNode json() {
        var body = workflow.deepCopy();
        wrapped(body.putArray("steps"));
        var request = Json.object();
        request.set("properties", properties.deepCopy());
        request.put("is_active", active);
        request.set("workflow", body);
        return request;
    }

    private void wrapped(ArrayNode list) {
        steps.forEach((stepId, step) -> list.addObject().set(wrappers.get(stepId), step.deepCopy()));
    }

    /** @throws maestro.model.MaestroException BAD_REQUEST for what a server would refuse */
    public CreateRequest request() {
        return Definitions.checked(Definitions.fromJson(written.orElseGet(this::json)));
    }

    public Workflow definition() {
        return request().workflow();
    }

    public Plan plan() {
        return Plan.of(definition());
    }
}
