package maestro.core.param;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.model.definition.Step;
import maestro.model.param.Param;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamMode;
import maestro.model.param.ParamSource;

/**
 * Where evaluated params came from. Nothing of it is stored: the stage is part of every merged param, the order of
 * evaluation follows from the order of the params, and so does what each name meant (parameters.md §6 to §9). Pure.
 */
public final class Provenance {
    /** Who gave a param its value. */
    public enum Origin {
        SYSTEM_DEFAULT, DEFINITION, RUN_PARAMS, RESTART_PARAMS, PARENT_STEP, STEP_OUTPUT, WORKFLOW_PARAM, TEMPLATE,
        TRIGGER, SYSTEM
    }

    /** What a name in an expression or text meant. */
    public enum Meaning { WORKFLOW_PARAM, OWN_PARAM, STEP_PARAM, SIGNAL, FUNCTION }

    /**
     * @param name as written; of a function its call, {@code getFromStep('a', 'out')}
     * @param step whose param it is, for {@link Meaning#STEP_PARAM}
     */
    public record Input(String name, Meaning meaning, Optional<String> step) {}

    /**
     * @param source the stage that gave it; a restart below a parent step is told as one, whatever the param says
     * @param carried the value is that of the run before a restart
     * @param written what the value was made of, when the param itself no longer shows it
     * @param inputs of an expression or of a text with references, in order
     */
    public record Explained(
            Origin origin, ParamSource source, boolean carried, Optional<ParamBody> written, List<Input> inputs) {}

    /**
     * What the request for a run said.
     *
     * @param names of the params in it
     * @param fresh whether the run is no restart
     */
    public record Request(Map<String, ParamDefinition> names, boolean fresh) {}

    private Provenance() {}

    /** Of workflow params. */
    public static Map<String, Explained> ofWorkflow(
            ParamCatalogue catalogue,
            Map<String, ParamDefinition> definition,
            Map<String, Param> params,
            Request request) {
        var written = new LinkedHashMap<>(WorkflowParams.enriched(catalogue, definition));
        return explained(params, written, request, Set.of(), Optional.empty());
    }

    /** Of the params of a step; {@code workflow} are the names of the params of its run. */
    public static Map<String, Explained> ofStep(
            ParamCatalogue catalogue,
            Step step,
            Map<String, Param> params,
            Request request,
            Collection<String> workflow) {
        var written = StepParams.written(catalogue, step);
        written.putAll(request.names());
        var said = new LinkedHashMap<>(params);
        said.replaceAll((_, param) -> said(param));
        return explained(said, written, request, workflow, Optional.of(step.id()));
    }

    /** A parent step hands params to runs only: below one, this is the mark of what a restart gave to the step. */
    private static Param said(Param param) {
        var definition = param.definition();
        return definition.source().filter(Provenance::handedDown).isEmpty()
                ? param
                : Param.of(definition.withSource(ParamSource.RESTART), param.result(), param.evaluatedMillis());
    }

    private static Map<String, Explained> explained(
            Map<String, Param> params,
            Map<String, ParamDefinition> written,
            Request request,
            Collection<String> workflow,
            Optional<String> stepId) {
        var made = new LinkedHashMap<String, ParamDefinition>();
        params.forEach((name, param) -> made.put(name, replaced(name, param, request)
                ? written.getOrDefault(name, param.definition())
                : param.definition()));
        var resolution = new Resolution(made, workflow, stepId);
        var all = new LinkedHashMap<String, Explained>();
        params.forEach((name, param) -> {
            var inputs = resolution.inputs(name);
            all.put(name, explained(name, param, made.get(name), request, inputs));
        });
        return all;
    }

    private static Explained explained(
            String name, Param param, ParamDefinition made, Request request, List<Input> inputs) {
        var source = param.definition().source().orElse(ParamSource.DEFINITION);
        boolean elsewhere = source == ParamSource.OUTPUT_PARAMETER || handedDown(source);
        var written = Values.sameBody(made.body(), param.definition().body()) || elsewhere
                ? Optional.<ParamBody>empty()
                : Optional.of(made.body());
        return new Explained(
                origin(source), source, carried(name, param, request), written, elsewhere ? List.of() : inputs);
    }

    private static boolean replaced(String name, Param param, Request request) {
        var source = param.definition().source().orElse(ParamSource.DEFINITION);
        boolean own = source == ParamSource.DEFINITION || source == ParamSource.SYSTEM_DEFAULT;
        return source == ParamSource.OUTPUT_PARAMETER || own && carried(name, param, request);
    }

    private static boolean carried(String name, Param param, Request request) {
        boolean evaluatedAgain = param.definition().mode().filter(ParamMode.IMMUTABLE::equals).isPresent();
        return !request.fresh() && !evaluatedAgain && !request.names().containsKey(name)
                && param.definition().source().filter(ParamSource.OUTPUT_PARAMETER::equals).isEmpty();
    }

    private static boolean handedDown(ParamSource source) {
        return origin(source) == Origin.PARENT_STEP;
    }

    private static Origin origin(ParamSource source) {
        return switch (source) {
            case SYSTEM_DEFAULT -> Origin.SYSTEM_DEFAULT;
            case DEFINITION -> Origin.DEFINITION;
            case LAUNCH -> Origin.RUN_PARAMS;
            case RESTART -> Origin.RESTART_PARAMS;
            case SUBWORKFLOW, FOREACH, WHILE, TEMPLATE -> Origin.PARENT_STEP;
            case OUTPUT_PARAMETER -> Origin.STEP_OUTPUT;
            case WORKFLOW_PARAMETER -> Origin.WORKFLOW_PARAM;
            case TEMPLATE_SCHEMA -> Origin.TEMPLATE;
            case SIGNAL, TIME_TRIGGER -> Origin.TRIGGER;
            case SYSTEM, SYSTEM_INJECTED -> Origin.SYSTEM;
        };
    }

    /** The evaluation once more, with names in place of values. */
    private static final class Resolution {
        private final Map<String, ParamDefinition> definitions;
        private final Collection<String> workflow;
        private final Optional<String> stepId;
        private final Map<String, List<Input>> done = new LinkedHashMap<>();

        private static final class Frame {
            final String name;
            final List<String> reads;
            final List<Input> inputs = new ArrayList<>();
            int next;

            Frame(String name, ParamDefinition definition) {
                this.name = name;
                var found = ParamReferences.reads(definition);
                this.reads = new ArrayList<>(found.required());
                this.reads.addAll(found.optional());
            }
        }

        Resolution(Map<String, ParamDefinition> definitions, Collection<String> workflow, Optional<String> stepId) {
            this.definitions = definitions;
            this.workflow = workflow;
            this.stepId = stepId;
            definitions.keySet().forEach(this::evaluate);
        }

        List<Input> inputs(String name) {
            return done.get(name);
        }

        private void evaluate(String root) {
            if (done.containsKey(root)) return;
            var path = new ArrayList<Frame>();
            path.add(new Frame(root, definitions.get(root)));
            while (!path.isEmpty()) {
                var top = path.getLast();
                var pending = advance(top);
                if (pending != null && path.stream().noneMatch(frame -> frame.name.equals(pending))) {
                    path.add(new Frame(pending, definitions.get(pending)));
                    continue;
                }
                if (pending != null) { // a literal key of params that waits for itself reads as null
                    top.next++;
                    continue;
                }
                top.inputs.addAll(ParamReferences.calls(definitions.get(top.name)));
                done.put(top.name, top.inputs);
                path.removeLast();
            }
        }

        /** Resolves reads until one needs an own param that comes before; null: all are resolved. */
        private String advance(Frame frame) {
            for (; frame.next < frame.reads.size(); frame.next++) {
                var name = frame.reads.get(frame.next);
                if (name.equals("params") || frame.inputs.stream().anyMatch(input -> input.name().equals(name))) continue;
                var own = ownName(name);
                if (definitions.containsKey(own) && (done.containsKey(own) || !elsewhere(name, own))) {
                    if (!done.containsKey(own)) return own;
                    frame.inputs.add(new Input(
                            name, stepId.isPresent() ? Meaning.OWN_PARAM : Meaning.WORKFLOW_PARAM, Optional.empty()));
                } else {
                    outside(name).ifPresent(frame.inputs::add);
                }
            }
            return null;
        }

        private String ownName(String name) {
            var prefix = stepId.map(id -> id + StepOuter.SEPARATOR).orElse("");
            return !prefix.isEmpty() && name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        }

        /** A param of the run goes before one of the step that is not evaluated yet (P1). */
        private boolean elsewhere(String name, String own) {
            return name.equals(own) && stepId.isPresent() && workflow.contains(name);
        }

        private Optional<Input> outside(String name) {
            if (workflow.contains(name)) return Optional.of(new Input(name, Meaning.WORKFLOW_PARAM, Optional.empty()));
            int separator = name.indexOf(StepOuter.SEPARATOR);
            if (separator < 0) return Optional.empty();
            return Optional.of(stepId.isPresent()
                    ? new Input(name, Meaning.STEP_PARAM, Optional.of(name.substring(0, separator)))
                    : new Input(name, Meaning.SIGNAL, Optional.empty()));
        }
    }
}
