package maestro.core.param;

import static maestro.model.MaestroException.badRequest;

import java.util.Map;
import java.util.Optional;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.param.Param;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;
import maestro.model.run.StepStatus;

/** What params of a step, conditions and attributes see (parameters.md §9 and the availability table of §11). */
final class StepOuter implements Outer {
    /** Between a step's or signal's name and a param's. */
    static final String SEPARATOR = "__";

    private final Map<String, Param> workflow;
    private final Optional<RunFacts> run;
    private final Optional<String> ownId;
    private final boolean otherSteps;
    private final Optional<Functions> functions;

    /** Everything: other steps, signals, functions. */
    static StepOuter full(RunFacts run) {
        var functions = new Functions(run.instance(), Optional.of(run), Optional.empty(), run.random());
        return new StepOuter(run.workflowParams(), Optional.of(run), true, Optional.of(functions));
    }

    StepOuter(
            Map<String, Param> workflow, Optional<RunFacts> run, boolean otherSteps, Optional<Functions> functions) {
        this.workflow = workflow;
        this.run = run;
        this.ownId = run.flatMap(RunFacts::own).map(StepFacts::id);
        this.otherSteps = otherSteps;
        this.functions = functions;
    }

    @Override
    public String place() {
        return ownId.map(id -> "step [" + id + "]").orElse("the run");
    }

    @Override
    public Object value(String name) {
        if (name.equals(ParamNames.SATISFIED) && ownId.isPresent()) return true; // else nothing of the step is evaluated
        int separator = name.indexOf(SEPARATOR);
        return separator < 0 ? exposed(name) : cross(name, separator);
    }

    @Override
    public Object exposed(String name) {
        var param = workflow.get(name);
        return param == null ? null : param.result();
    }

    @Override
    public boolean exposesOwn() {
        return true;
    }

    @Override
    public String ownName(String name) {
        int separator = name.indexOf(SEPARATOR);
        if (separator < 0 || ownId.isEmpty()) return null;
        int split = split(name, separator);
        var own = name.substring(split + SEPARATOR.length());
        return name.substring(0, split).equals(ownId.get()) && !own.equals(ParamNames.SATISFIED) ? own : null;
    }

    private Object cross(String name, int separator) {
        int split = split(name, separator);
        var stepId = name.substring(0, split);
        var step = completed(stepId);
        var param = name.substring(split + SEPARATOR.length());
        if (step.isPresent()) return paramOf(step.get(), param);
        if (param.equals(ParamNames.SATISFIED) && ownId.filter(stepId::equals).isPresent()) return true;
        if (functions.isEmpty()) throw neither(name, stepId, "");
        try {
            return functions.get().instance().signals().ofSignal(stepId, param);
        } catch (MaestroException noSignal) {
            throw neither(name, stepId, ": " + noSignal.getMessage());
        }
    }

    /**
     * Where the separator that counts begins: with three or more underscores in a row the one whose left side is a
     * known step, its first position or one character later.
     */
    private int split(String name, int first) {
        boolean overlaps = name.startsWith(SEPARATOR, first + 1);
        if (!overlaps || !known(name.substring(0, first + 1))) return first;
        if (known(name.substring(0, first))) {
            throw badRequest("reference [" + name + "] is ambiguous: both steps [" + name.substring(0, first)
                    + "] and [" + name.substring(0, first + 1) + "] exist");
        }
        return first + 1;
    }

    private boolean known(String stepId) {
        return ownId.filter(stepId::equals).isPresent() || completed(stepId).isPresent();
    }

    private Optional<StepFacts> completed(String stepId) {
        return otherSteps ? run.flatMap(facts -> facts.completedStep(stepId)) : Optional.empty();
    }

    private static MaestroException neither(String name, String stepId, String detail) {
        return badRequest("reference [" + name + "]: [" + stepId + "] is neither a completed step of this run nor a"
                + " signal that started it; check for a typo, only upstream steps can be referenced" + detail);
    }

    static Object paramOf(StepFacts step, String name) {
        if (name.equals(ParamNames.SATISFIED)) return step.status() != StepStatus.UNSATISFIED;
        var param = step.params().get(name);
        if (param == null) {
            throw badRequest("step [" + step.id() + "] has no evaluated param [" + name + "]; " + (
                    step.status() == StepStatus.UNSATISFIED
                            ? "it did not run, which " + step.id() + SEPARATOR + ParamNames.SATISFIED + " tells"
                            : "only params of upstream steps can be referenced"));
        }
        return param.result();
    }

    @Override
    public boolean script(String name, ParamDefinition definition) {
        return run.isPresent()
                && run.get().runsScript()
                && name.equals(ScriptText.NAME)
                && definition.type() == ParamType.STRING
                && definition.body() instanceof ParamBody.Literal;
    }

    @Override
    public RuntimeException unknown(String message) {
        return new MaestroException(Code.INTERNAL_ERROR, message);
    }

    @Override
    public Optional<Functions> functions() {
        return functions;
    }

    @Override
    public NativeRule rule(String name, ParamDefinition definition) {
        return NativeRule.ofStep(name, definition);
    }
}
