package maestro.core.dag;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import maestro.core.retry.RetryRules;
import maestro.model.MaestroException;
import maestro.model.definition.Hooks;
import maestro.model.definition.Step;
import maestro.model.definition.Workflow;

/**
 * The steps of one level of a definition in topological order, ties in written order; places never change once a
 * version is stored, because views and rows name steps by them (execution.md §4.1, Q5). Immutable but for a memo of
 * values derived from it; thread-safe.
 */
public final class Plan {
    private static final int PARTS_KEPT = 64;

    private final Workflow workflow;
    private final List<PlanStep> steps;
    private final Optional<Plan> whole;
    private final Map<String, Integer> ordinals;
    private final Map<Object, Object> memo = new ConcurrentHashMap<>();
    private final Map<Set<String>, Plan> parts = new ConcurrentHashMap<>();

    private Plan(Workflow workflow, List<PlanStep> steps) {
        this(workflow, steps, Optional.empty());
    }

    private Plan(Workflow workflow, List<PlanStep> steps, Optional<Plan> whole) {
        this.whole = whole;
        this.workflow = workflow;
        this.steps = List.copyOf(steps);
        this.ordinals = new HashMap<>();
        steps.forEach(step -> ordinals.put(step.id(), step.ordinal()));
    }

    /** @throws MaestroException BAD_REQUEST when the top level has a cycle or names an unknown step */
    public static Plan of(Workflow workflow) {
        return new Plan(workflow, compile(workflow));
    }

    /** The body of a loop as a workflow of its own: no params, no timeout (composite-steps.md §1.3). */
    private static Optional<Plan> body(Workflow workflow, Step step) {
        if (step.body().isEmpty()) {
            return Optional.empty();
        }
        var inline = new Workflow(
                workflow.id(),
                Optional.empty(),
                Optional.empty(),
                step.common().tags(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                step.body(),
                Set.of(),
                Hooks.NONE);
        return Optional.of(of(inline));
    }

    public Workflow workflow() {
        return workflow;
    }

    public List<PlanStep> steps() {
        return steps;
    }

    public PlanStep step(int ordinal) {
        return steps.get(ordinal);
    }

    public int size() {
        return steps.size();
    }

    /** The place of a step, or -1. */
    public int ordinal(String stepId) {
        return ordinals.getOrDefault(stepId, -1);
    }

    /** A value derived from this plan alone, computed once per key; {@code make} must be pure. */
    @SuppressWarnings("unchecked")
    public <T> T memo(Object key, java.util.function.Supplier<T> make) {
        var known = memo.get(key);
        if (known == null) {
            known = make.get();
            memo.put(key, known);
        }
        return (T) known;
    }

    /**
     * The same definition with some of its steps only, as a restart runs them (execution.md §6.2); predecessors are those
     * among them (Q10).
     *
     * @param stepIds closed over successors
     */
    public Plan within(Collection<String> stepIds) {
        var chosen = Set.copyOf(stepIds);
        if (chosen.size() == steps.size()) {
            return this;
        }
        var known = parts.get(chosen);
        if (known == null) {
            known = new Plan(workflow, part(chosen), Optional.of(whole()));
            if (parts.size() < PARTS_KEPT) {
                parts.put(chosen, known);
            }
        }
        return known;
    }

    /** The body of a loop step, at any depth. */
    public Optional<Plan> bodyOf(String loopStepId) {
        for (var step : steps) {
            if (step.body().isPresent()) {
                var body = step.id().equals(loopStepId) ? step.body() : step.body().get().bodyOf(loopStepId);
                if (body.isPresent()) {
                    return body;
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a step is in the definition, at any depth. */
    public boolean contains(String stepId) {
        return steps.stream().anyMatch(step -> step.id().equals(stepId)
                || step.body().map(body -> body.contains(stepId)).orElse(false));
    }

    /** All steps of the definition; this plan itself unless it is a part. */
    public Plan whole() {
        return whole.orElse(this);
    }

    private List<PlanStep> part(Set<String> chosen) {
        var place = new HashMap<Integer, Integer>();
        for (var step : steps) {
            if (chosen.contains(step.id())) {
                place.put(step.ordinal(), place.size());
            }
        }
        return steps.stream()
                .filter(step -> place.containsKey(step.ordinal()))
                .map(step -> part(step, place))
                .toList();
    }

    private PlanStep part(PlanStep step, Map<Integer, Integer> place) {
        return new PlanStep(
                place.get(step.ordinal()),
                step.definition(),
                step.successors().stream().map(place::get).toList(),
                step.conditions(),
                step.predecessors().stream().filter(place::containsKey).map(place::get).toList(),
                step.predecessors().stream()
                        .filter(before -> !place.containsKey(before))
                        .map(this::step)
                        .map(before -> new PlanStep.Edge(before.id(), before.successors().indexOf(step.ordinal())))
                        .toList(),
                step.retry(),
                step.body());
    }

    private static List<PlanStep> compile(Workflow workflow) {
        var written = workflow.steps();
        var index = new LinkedHashMap<String, Integer>();
        for (Step step : written) {
            index.put(step.id(), index.size());
        }
        var predecessors = predecessors(written, index);
        int[] place = topologicalPlaces(written, index, predecessors);
        var compiled = new PlanStep[written.size()];
        for (int w = 0; w < written.size(); w++) {
            var step = written.get(w);
            var successors = step.common().transition().successors();
            compiled[place[w]] = new PlanStep(
                    place[w],
                    step,
                    successors.keySet().stream().map(id -> place[index.get(id)]).toList(),
                    List.copyOf(successors.values()),
                    predecessors.get(w).stream().map(p -> place[p]).sorted().toList(),
                    List.of(),
                    RetryRules.of(step),
                    body(workflow, step));
        }
        return List.of(compiled);
    }

    private static List<List<Integer>> predecessors(List<Step> written, Map<String, Integer> index) {
        var predecessors = new ArrayList<List<Integer>>();
        written.forEach(_ -> predecessors.add(new ArrayList<>()));
        for (int w = 0; w < written.size(); w++) {
            for (String next : written.get(w).common().transition().successors().keySet()) {
                Integer target = index.get(next);
                if (target == null) {
                    throw MaestroException.badRequest("Step [" + written.get(w).id() + "] leads to [" + next
                            + "], which is not a step of the same list");
                }
                predecessors.get(target).add(w);
            }
        }
        return predecessors;
    }

    private static int[] topologicalPlaces(
            List<Step> written, Map<String, Integer> index, List<List<Integer>> predecessors) {
        int[] open = predecessors.stream().mapToInt(List::size).toArray();
        var place = new int[written.size()];
        var ready = new PriorityQueue<Integer>();
        for (int w = 0; w < open.length; w++) {
            if (open[w] == 0) {
                ready.add(w);
            }
        }
        int next = 0;
        while (!ready.isEmpty()) {
            int w = ready.poll();
            place[w] = next++;
            for (String successor : written.get(w).common().transition().successors().keySet()) {
                int target = index.get(successor);
                if (--open[target] == 0) {
                    ready.add(target);
                }
            }
        }
        if (next < written.size()) {
            throw MaestroException.badRequest("The workflow's graph has a cycle: " + cycle(written, index, open));
        }
        return place;
    }

    /** Walks along steps that are still open until one comes back. */
    private static String cycle(List<Step> written, Map<String, Integer> index, int[] open) {
        var backwards = new HashMap<Integer, Integer>();
        int start = -1;
        for (int w = 0; w < open.length; w++) {
            if (open[w] > 0) {
                start = w;
                for (String successor : written.get(w).common().transition().successors().keySet()) {
                    backwards.put(index.get(successor), w);
                }
            }
        }
        var seen = new LinkedHashMap<Integer, Boolean>();
        int at = start;
        while (seen.putIfAbsent(at, true) == null) {
            at = backwards.get(at);
        }
        var path = new ArrayList<String>();
        int first = at;
        do {
            path.add(written.get(at).id());
            at = backwards.get(at);
        } while (at != first);
        path.add(written.get(first).id());
        return String.join(" -> ", path.reversed());
    }
}
