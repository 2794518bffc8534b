package maestro.core.rule;

import java.lang.ref.SoftReference;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import maestro.core.loop.LoopArrays;
import maestro.core.param.ChildSteps;
import maestro.core.param.StepFacts;
import maestro.core.row.ChildState;
import maestro.core.state.RunState;
import maestro.model.MaestroException;
import maestro.model.definition.Step;
import maestro.model.definition.StepType;
import maestro.model.param.Param;
import maestro.model.param.ParamType;

/**
 * Params of the steps below the composite steps of a run, for expressions (parameters.md §11). What it knows of the run is
 * a copy; the params are read when they are asked for. For one evaluation, outside a turn.
 */
final class BelowParams {
    /** As many as an array of an expression may hold (sel.md §9). */
    private static final long ITERATIONS_MAX = 25_000;

    /** Of all texts that one evaluation reads: more would be taken from runs that have nothing to do with it. */
    private static final long CHARACTERS_MAX = 16_000_000;

    private static final int ITERATIONS_A_READ = 200;

    private record Asked(String workflowId, long first, long last, String stepId, String name) {}

    private record Loop(String inlineId, Step.Foreach definition) {}

    private final ChildSteps steps;
    private final Map<String, Loop> loops = new HashMap<>();
    private final Map<String, Optional<ChildState>> children = new HashMap<>();
    private Map<Asked, Map<Long, Optional<Param>>> known;
    /** An evaluation that is begun anew need not read again; while it waits, its memory is there for others. */
    private SoftReference<Map<Asked, Map<Long, Optional<Param>>>> resting = new SoftReference<>(null);

    private long characters;

    BelowParams(ChildSteps steps, RunState run) {
        this.steps = steps;
        for (var at = Optional.of(run); at.isPresent(); at = around(at.get())) add(at.get());
    }

    /** An iteration reads what the runs around it have below them, too; their steps have other ids. */
    private void add(RunState run) {
        for (var each : run.plan().whole().steps()) {
            if (each.definition() instanceof Step.Foreach foreach) {
                loops.putIfAbsent(each.id(), new Loop(LoopRules.inlineId(run, StepType.FOREACH, each.id()), foreach));
            } else if (each.type() == StepType.SUBWORKFLOW) {
                children.putIfAbsent(each.id(), child(run, each.id()));
            }
        }
    }

    private static Optional<RunState> around(RunState run) {
        return run.iteration().map(RunState.Iteration::parent);
    }

    /** Whether evaluations for this run may ask for anything below it. */
    static boolean any(RunState run) {
        return run.plan().whole().steps().stream().anyMatch(step -> !step.type().leaf())
                || around(run).filter(BelowParams::any).isPresent();
    }

    private static Optional<ChildState> child(RunState run, String stepId) {
        int ordinal = run.plan().ordinal(stepId);
        return ordinal >= 0 && run.step(ordinal).created()
                ? run.step(ordinal).child()
                : run.past(stepId).flatMap(past -> past.child());
    }

    /** One element an iteration; those that never had the param have null, 0, 0.0 or false. */
    Object ofForeach(StepFacts foreach, String innerStep, String name) {
        var loop = loops.get(foreach.id());
        if (loop == null) {
            throw MaestroException.badRequest("step [" + foreach.id() + "] is no foreach");
        }
        var inner = loop.definition().body().stream()
                .filter(step -> step.common().id().equals(innerStep))
                .findFirst()
                .orElseThrow(() -> MaestroException.badRequest(
                        "foreach step [" + foreach.id() + "] has no step [" + innerStep + "] in its body"));
        int count = count(foreach);
        var found = read(new Asked(loop.inlineId(), 1, count, innerStep, name));
        var type = found.values().stream()
                .flatMap(Optional::stream)
                .map(param -> param.definition().type())
                .findFirst()
                .or(() -> Optional.ofNullable(inner.common().params().get(name)).map(written -> written.type()))
                .orElseThrow(() -> MaestroException.badRequest(
                        "step [" + innerStep + "] of foreach step [" + foreach.id() + "] has no param [" + name + "]"));
        return array(type, name, count, index ->
                found.getOrDefault(index + 1L, Optional.empty()).map(Param::result).orElse(null));
    }

    private Map<Long, Optional<Param>> read(Asked asked) {
        if (known == null) {
            known = resting.get();
        }
        if (known == null) {
            known = new HashMap<>();
            characters = 0;
        }
        var found = known.get(asked);
        if (found == null) {
            found = new HashMap<>();
            long sum = characters;
            for (long from = asked.first(); from <= asked.last(); from += ITERATIONS_A_READ) {
                long to = Math.min(asked.last(), from + ITERATIONS_A_READ - 1);
                var some = steps.params(asked.workflowId(), from, to, asked.stepId(), asked.name());
                sum += characters(some.values());
                if (sum > CHARACTERS_MAX) {
                    throw MaestroException.badRequest("param [" + asked.name() + "] of step [" + asked.stepId()
                            + "]: what an expression reads of runs below it holds at most " + CHARACTERS_MAX
                            + " characters");
                }
                found.putAll(some);
            }
            characters = sum;
            known.put(asked, found);
        }
        return found;
    }

    /** The evaluation has ended, or goes on later. */
    void rest() {
        if (known != null) {
            resting = new SoftReference<>(known);
            known = null;
        }
    }

    /** Lists and maps count as the text they would be. */
    private static long characters(Collection<Optional<Param>> params) {
        return params.stream()
                .flatMap(Optional::stream)
                .mapToLong(param -> String.valueOf(param.result()).length())
                .sum();
    }

    @SuppressWarnings("unchecked")
    private static int count(StepFacts foreach) {
        var given = foreach.params().get("loop_params");
        if (given == null) {
            throw MaestroException.badRequest("foreach step [" + foreach.id() + "] ended before it looped");
        }
        long count = LoopArrays.of((Map<String, Object>) given.result()).count();
        if (count > ITERATIONS_MAX) {
            throw MaestroException.badRequest("foreach step [" + foreach.id() + "] has " + count
                    + " iterations; an expression reads at most " + ITERATIONS_MAX);
        }
        return (int) count;
    }

    @FunctionalInterface
    private interface Element {
        Object at(int index);
    }

    private static Object array(ParamType type, String name, int count, Element elements) {
        return switch (type) {
            case STRING -> {
                var texts = new String[count];
                for (int i = 0; i < count; i++) texts[i] = elements.at(i) instanceof String text ? text : null;
                yield texts;
            }
            case LONG -> {
                var numbers = new long[count];
                for (int i = 0; i < count; i++) numbers[i] = elements.at(i) instanceof Long number ? number : 0;
                yield numbers;
            }
            case DOUBLE -> {
                var numbers = new double[count];
                for (int i = 0; i < count; i++) {
                    numbers[i] = elements.at(i) instanceof Number number ? number.doubleValue() : 0;
                }
                yield numbers;
            }
            case BOOLEAN -> {
                var flags = new boolean[count];
                for (int i = 0; i < count; i++) flags[i] = elements.at(i) instanceof Boolean flag && flag;
                yield flags;
            }
            default -> throw MaestroException.badRequest("param [" + name + "] is a " + type
                    + "; of iterations only STRING, LONG, DOUBLE and BOOLEAN params can be read");
        };
    }

    Object ofSubworkflow(String subworkflowStep, String innerStep, String name) {
        var known = children.get(subworkflowStep);
        if (known == null) {
            throw MaestroException.badRequest("step [" + subworkflowStep + "] is no subworkflow step of this run");
        }
        var child = known.orElseThrow(() -> MaestroException.badRequest(
                "subworkflow step [" + subworkflowStep + "] has not started its workflow yet"));
        var asked = new Asked(child.workflowId(), child.instanceId(), child.instanceId(), innerStep, name);
        var attempt = Optional.ofNullable(read(asked).get(child.instanceId()));
        return attempt.flatMap(param -> param)
                .map(Param::result)
                .orElseThrow(() -> MaestroException.badRequest(
                        (attempt.isEmpty() ? "no step [" : "no param [" + name + "] of step [") + innerStep
                                + "] in instance [" + child.instanceId() + "] of workflow [" + child.workflowId() + "]"));
    }
}
