package maestro.bench;

import java.nio.file.Path;
import java.util.List;
import maestro.model.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A workflow whose limits can be seen at work: each of its processes writes when it begins and when it ends. They take
 * as many seconds as the run's param {@link #NAP} says.
 *
 * @param runs of it at once, at most
 * @param processes of all its runs together at once, at most
 */
record Limited(String id, int runs, int processes, ObjectNode definition) {
    static final String NAP = "nap";
    private static final String USUAL_NAP = "0.2";
    private static final int ITERATIONS = 4;

    /**
     * One of each kind of limit that the engine has (execution.md §8).
     *
     * @param journal file to which processes write lines as {@link ProcessJournal} reads them
     */
    static List<Limited> each(String suffix, Path journal) {
        return List.of(
                oneRun("limited-runs" + suffix, journal),
                twoSteps("limited-steps" + suffix, journal),
                twoOfATree("limited-tree" + suffix, journal));
    }

    /** Its run strategy lets one run go on at a time. */
    private static Limited oneRun(String id, Path journal) {
        var request = request(id);
        request.withObject("/properties").put("run_strategy", "sequential");
        steps(request).addObject().set("step", process(id, "a", journal));
        return new Limited(id, 1, 1, request);
    }

    /** Three runs with two steps side by side each, of which two may run. */
    private static Limited twoSteps(String id, Path journal) {
        var request = request(id);
        request.withObject("/properties/run_strategy").put("rule", "parallel").put("workflow_concurrency", 3);
        request.withObject("/properties").put("step_concurrency", 2);
        steps(request).addObject().set("step", process(id, "a", journal));
        steps(request).addObject().set("step", process(id, "b", journal));
        return new Limited(id, 3, 2, request);
    }

    /** One run at a time with a loop, of which two iterations may go on. */
    private static Limited twoOfATree(String id, Path journal) {
        var request = request(id);
        request.withObject("/properties").put("run_strategy", "sequential");
        request.withObject("/workflow").put("instance_step_concurrency", 2);
        var loop = steps(request).addObject().putObject("foreach").put("id", "loop");
        var values = loop.withObject("/params/loop_params").put("type", "MAP")
                .withObject("/value/i").put("type", "LONG_ARRAY").putArray("value");
        for (int i = 0; i < ITERATIONS; i++) {
            values.add(i);
        }
        loop.putArray("steps").addObject().set("step", process(id, "a", journal));
        return new Limited(id, 1, 2, request);
    }

    private static ObjectNode request(String id) {
        var request = Json.object();
        request.putObject("properties").put("owner", "tester");
        request.withObject("/workflow").put("id", id)
                .withObject("/params/" + NAP).put("type", "STRING").put("value", USUAL_NAP);
        return request;
    }

    private static ArrayNode steps(ObjectNode request) {
        return request.withObject("/workflow").withArray("steps");
    }

    /** The step ids of a workflow begin with its id, also within loops. */
    private static ObjectNode process(String id, String step, Path journal) {
        String tell = "echo \"%s " + id + " $$MAESTRO_ATTEMPT_KEY $$EPOCHREALTIME\" >> '" + journal + "'; ";
        var process = Json.object().put("id", id + "-" + step).put("type", "Shell");
        process.withObject("/params/script").put("type", "STRING")
                .put("value", tell.formatted("begin") + "sleep ${" + NAP + "}; " + tell.formatted("end"));
        return process;
    }
}
