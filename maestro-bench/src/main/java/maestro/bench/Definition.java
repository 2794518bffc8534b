package maestro.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import maestro.model.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** The workflows of the scenarios, as create requests. */
public final class Definition {
    static final int CALLED_AT_ONCE = 200;
    private static final int STEPS_AT_ONCE = 999;
    /** More numbers than this make a definition too large. */
    private static final int LIST_MAX = 10_000;
    private static final int SIDE = 1_000;

    private Definition() {}

    /** Steps {@code s1 … sN}, each after the one before. */
    public static ObjectNode chain(String id, int steps, int concurrency) {
        var request = request(id, concurrency);
        for (int k = 1; k <= steps; k++) {
            step(request, "NoOp", "s" + k, k < steps ? List.of("s" + (k + 1)) : List.of());
        }
        return request;
    }

    /** A root, {@code width} steps side by side, and a join. */
    static ObjectNode wide(String id, int width) {
        var request = request(id, 0);
        var middle = IntStream.rangeClosed(1, width).mapToObj(k -> "m" + k).toList();
        step(request, "NoOp", "root", middle);
        middle.forEach(name -> step(request, "NoOp", name, List.of("join")));
        step(request, "NoOp", "join", List.of());
        return request;
    }

    /**
     * A loop with one step inside; over {@code 1 … iterations}, or over two lists whose product that is when one would
     * be larger than a definition may be.
     */
    static ObjectNode foreach(String id, int iterations) {
        var request = request(id, 0);
        loop(request, "loop", iterations, Json.object().put("id", "job").put("type", "NoOp"));
        return request;
    }

    private static ObjectNode loop(ObjectNode request, String id, int iterations, ObjectNode inner) {
        var loop = request.withObject("/workflow").withArray("steps").addObject().putObject("foreach");
        loop.put("id", id);
        var lists = loop.withObject("/params/loop_params").put("type", "MAP");
        if (iterations <= LIST_MAX) {
            list(lists, "i", iterations);
        } else {
            list(lists, "i", SIDE);
            list(lists, "j", iterations / SIDE);
        }
        loop.putArray("steps").addObject().set("step", inner);
        return loop;
    }

    private static void list(ObjectNode loopParams, String name, int length) {
        var values = loopParams.withObject("/value/" + name).put("type", "LONG_ARRAY").putArray("value");
        IntStream.rangeClosed(1, length).forEach(values::add);
    }

    /** Steps side by side, each the call of another workflow that is waited for. */
    static ObjectNode calls(String id, int branches, String called) {
        var request = request(id, CALLED_AT_ONCE);
        for (int k = 1; k <= branches; k++) {
            call(request, "b" + k, called);
        }
        return request;
    }

    private static ObjectNode call(ObjectNode request, String id, String called) {
        var step = request.withObject("/workflow").withArray("steps").addObject().putObject("subworkflow");
        step.put("id", id).put("sync", true);
        param(step, "subworkflow_id", "STRING").put("value", called);
        param(step, "subworkflow_version", "STRING").put("value", "latest");
        return step;
    }

    private static ObjectNode sleeping(String id, long seconds) {
        var step = Json.object().put("id", id).put("type", "Sleep");
        param(step, "sleep_seconds", "LONG").put("value", seconds);
        return step;
    }

    /** One step that sleeps, in all runs at once: no 20 permits for the step's id (execution.md §8). */
    static ObjectNode sleep(String id, long seconds, int concurrency) {
        var request = request(id, concurrency);
        request.withObject("/workflow").put("instance_step_concurrency", STEPS_AT_ONCE);
        param(step(request, "Sleep", "wait", List.of()), "sleep_seconds", "LONG").put("value", seconds);
        return request;
    }

    /** Loops side by side whose iterations sleep, all of them at once. */
    static ObjectNode asleep(String id, int leaves, long seconds) {
        var request = request(id, 0);
        request.withObject("/workflow").put("instance_step_concurrency", STEPS_AT_ONCE);
        for (int left = leaves; left > 0; left -= STEPS_AT_ONCE) {
            loop(request, "loop" + left, Math.min(left, STEPS_AT_ONCE), sleeping("nap" + left, seconds));
        }
        return request;
    }

    static ObjectNode shells(String id, String script, int steps) {
        var request = request(id, 0);
        for (int k = 1; k <= steps; k++) {
            var step = step(request, "Shell", "s" + k, k < steps ? List.of("s" + (k + 1)) : List.of());
            param(step, "script", "STRING").put("value", script);
        }
        return request;
    }

    /**
     * Something to kill a server under: a process, a step that fails once and waits for its retry, a loop that sleeps
     * and the call of another workflow, side by side between two steps that do nothing.
     *
     * @param journal file to which each script writes its attempt key
     * @param seconds what the processes sleep, as text that tells them from others
     */
    static ObjectNode mixed(String id, int concurrency, String called, Path journal, String seconds) {
        var request = request(id, concurrency);
        // Without it 20 steps at once of all the runs would be what is measured (execution.md §8).
        request.withObject("/workflow").put("instance_step_concurrency", STEPS_AT_ONCE);
        step(request, "NoOp", "first", List.of("process", "flaky", "loop", "call"));
        String tell = "echo \"$$MAESTRO_ATTEMPT_KEY\" >> '" + journal + "'; ";
        var process = step(request, "Shell", "process", List.of("last"));
        param(process, "script", "STRING").put("value", tell + "sleep " + seconds);
        var flaky = step(request, "Shell", "flaky", List.of("last"));
        param(flaky, "script", "STRING").put("value", tell + "[ \"$$MAESTRO_ATTEMPT\" -gt 1 ]");
        flaky.putObject("retry_policy").put("error_retry_limit", 1)
                .putObject("backoff").put("type", "FIXED_BACKOFF").put("error_retry_backoff_in_secs", 1);
        next(loop(request, "loop", 3, sleeping("nap", 1)), "last");
        next(call(request, "call", called), "last");
        step(request, "NoOp", "last", List.of());
        return request;
    }

    /** What {@link #mixed} calls. */
    static ObjectNode called(String id, int concurrency) {
        var request = sleep(id, 1, concurrency);
        step(request, "NoOp", "after", List.of());
        return request;
    }

    private static void next(ObjectNode step, String successor) {
        step.withObject("/transition/successors").put(successor, "true");
    }

    /** @param concurrency runs at once; 0: one after another */
    private static ObjectNode request(String id, int concurrency) {
        var request = Json.object();
        var properties = request.putObject("properties").put("owner", "tester");
        if (concurrency > 0) {
            properties.putObject("run_strategy").put("rule", "parallel").put("workflow_concurrency", concurrency);
        } else {
            properties.put("run_strategy", "sequential");
        }
        request.putObject("workflow").put("id", id).putArray("steps");
        return request;
    }

    private static ObjectNode step(ObjectNode request, String type, String id, List<String> successors) {
        var step = request.withObject("/workflow")
                .withArray("steps")
                .addObject()
                .putObject("step")
                .put("id", id)
                .put("type", type);
        var transition = step.putObject("transition");
        if (!successors.isEmpty()) {
            var edges = transition.putObject("successors");
            successors.forEach(successor -> edges.put(successor, "true"));
        }
        return step;
    }

    private static ObjectNode param(ObjectNode step, String name, String type) {
        return step.withObject("/params").putObject(name).put("type", type);
    }
}
