package maestro.core.param;

import static maestro.model.MaestroException.badRequest;

import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;

/** What workflow params see: signals and the instance itself (parameters.md §9, §11). */
final class WorkflowOuter implements Outer {
    private final Map<String, ParamDefinition> definitions;
    private final InstanceFacts facts;
    private final Optional<Functions> functions;

    WorkflowOuter(Map<String, ParamDefinition> definitions, InstanceFacts facts, RandomGenerator random) {
        this.definitions = definitions;
        this.facts = facts;
        this.functions = Optional.of(
                new Functions(facts, Optional.empty(), Optional.of(owner(definitions, facts)), random));
    }

    private static String owner(Map<String, ParamDefinition> definitions, InstanceFacts facts) {
        var param = definitions.get("owner");
        return param != null && param.body() instanceof ParamBody.Literal(String handedDown)
                ? handedDown
                : facts.owner();
    }

    @Override
    public String place() {
        return "workflow [" + facts.workflowId() + "]";
    }

    @Override
    public Object value(String name) {
        int separator = name.indexOf(StepOuter.SEPARATOR);
        if (separator < 0 || definitions.containsKey(name)) return null;
        return facts.signals()
                .ofSignal(name.substring(0, separator), name.substring(separator + StepOuter.SEPARATOR.length()));
    }

    @Override
    public RuntimeException unknown(String message) {
        return badRequest(message);
    }

    @Override
    public Optional<Functions> functions() {
        return functions;
    }

    @Override
    public NativeRule rule(String name, ParamDefinition definition) {
        return NativeRule.ofWorkflow(name, definition);
    }
}
