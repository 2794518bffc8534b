package maestro.model.definition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks of the edges within one list of steps (definition.md §6). */
final class Graph {
    private Graph() {}

    /** Unknown successors and predecessors that do not match; each text ends a sentence about the list. */
    static List<String> edgeProblems(List<Step> steps) {
        Map<String, Set<String>> predecessors = new HashMap<>();
        steps.forEach(step -> predecessors.put(step.id(), new LinkedHashSet<>()));
        var problems = new ArrayList<String>();
        for (var step : steps) {
            for (String successor : step.common().transition().successors().keySet()) {
                var known = predecessors.get(successor);
                if (known == null) {
                    problems.add("step " + shown(step.id()) + " names the successor " + shown(successor)
                            + ", which is not a step of the same list; correct the name or add the step");
                } else {
                    known.add(step.id());
                }
            }
        }
        for (var step : steps) {
            predecessorProblem(step, predecessors.get(step.id())).ifPresent(problems::add);
        }
        return problems;
    }

    private static Optional<String> predecessorProblem(Step step, Set<String> actual) {
        var written = step.common().transition().predecessors();
        if (written.isEmpty() || written.size() == actual.size() && actual.equals(new HashSet<>(written))) {
            return Optional.empty();
        }
        return Optional.of("step " + shown(step.id()) + " lists the predecessors " + brief(written.toString())
                + ", but the steps that name it as successor are " + brief(actual.toString())
                + "; leave 'predecessors' out, it is derived");
    }

    /** A cycle as {@code a -> b -> a}, if there is one. */
    static Optional<String> cycle(List<Step> steps) {
        Map<String, Step> byId = new LinkedHashMap<>();
        steps.forEach(step -> byId.put(step.id(), step));
        Set<String> done = new HashSet<>();
        for (String start : byId.keySet()) {
            var found = cycleFrom(start, byId, done);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Depth first with a stack of its own: a chain may be longer than the thread's stack is deep. */
    private static Optional<String> cycleFrom(String start, Map<String, Step> byId, Set<String> done) {
        var path = new LinkedHashSet<String>();
        var pending = new ArrayDeque<Iterator<String>>();
        enter(start, byId, done, path, pending);
        while (!pending.isEmpty()) {
            var successors = pending.peek();
            if (!successors.hasNext()) {
                pending.pop();
                path.removeLast();
                continue;
            }
            String next = successors.next();
            if (path.contains(next)) {
                return Optional.of(brief(loop(path, next)));
            }
            if (byId.containsKey(next)) {
                enter(next, byId, done, path, pending);
            }
        }
        return Optional.empty();
    }

    private static void enter(
            String id,
            Map<String, Step> byId,
            Set<String> done,
            LinkedHashSet<String> path,
            ArrayDeque<Iterator<String>> pending) {
        if (done.add(id)) {
            path.addLast(id);
            pending.push(byId.get(id).common().transition().successors().keySet().iterator());
        }
    }

    private static String loop(LinkedHashSet<String> path, String back) {
        var ids = new ArrayList<>(path);
        return String.join(" -> ", ids.subList(ids.indexOf(back), ids.size())) + " -> " + back;
    }

    private static String shown(String id) {
        return "'" + (id.length() <= 128 ? id : id.substring(0, 128) + "…") + "'";
    }

    private static String brief(String text) {
        return text.length() <= 500 ? text : text.substring(0, 500) + "…";
    }
}
