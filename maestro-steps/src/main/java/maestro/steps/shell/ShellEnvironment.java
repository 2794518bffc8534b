package maestro.steps.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import maestro.model.json.Json;
import maestro.model.param.Param;
import maestro.runtime.step.AttemptRef;

/** The environment of a script: made from nothing, so that the server's secrets do not leak into it. */
final class ShellEnvironment {
    static final String ATTEMPT_KEY = "MAESTRO_ATTEMPT_KEY";
    private static final List<String> PASSED = List.of("PATH", "HOME", "LANG", "TZ", "USER");
    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    /** Linux refuses a process with one variable of 128 KiB, or with all of them beyond about 2 MiB. */
    private static final int VALUE_BYTES_MAX = 100 * 1024;

    private static final int TOTAL_BYTES_MAX = 1024 * 1024;

    private ShellEnvironment() {}

    /**
     * In rising order: what the server passes on, the params, {@code env}, and what names the attempt.
     *
     * @param leftOut told in a sentence about each param that does not fit into an environment
     */
    static Map<String, String> of(
            ShellConfig config, ShellParams shell, AttemptRef attempt, Map<String, Param> params, Scratch scratch,
            Consumer<String> leftOut) {
        var env = new LinkedHashMap<String, String>();
        env.put("PATH", DEFAULT_PATH);
        PASSED.forEach(name -> pass(config, name, env));
        config.passedNames().forEach(name -> pass(config, name, env));
        putParams(params, env, leftOut);
        env.putAll(shell.env());
        env.put("MAESTRO_WORKFLOW_ID", attempt.workflowId());
        env.put("MAESTRO_INSTANCE_ID", Long.toString(attempt.instanceId()));
        env.put("MAESTRO_RUN_ID", Long.toString(attempt.runId()));
        env.put("MAESTRO_STEP_ID", attempt.stepId());
        env.put("MAESTRO_ATTEMPT", Integer.toString(attempt.attempt()));
        env.put(ATTEMPT_KEY, attempt.attemptKey());
        env.put("MAESTRO_OUTPUT", scratch.output().toString());
        env.put("MAESTRO_PARAMS", scratch.params().toString());
        return env;
    }

    private static void pass(ShellConfig config, String name, Map<String, String> env) {
        var value = config.serverEnvironment().get(name);
        if (value != null) {
            env.put(name, value);
        }
    }

    private static void putParams(Map<String, Param> params, Map<String, String> env, Consumer<String> leftOut) {
        int total = 0;
        for (var entry : params.entrySet()) {
            String name = variable(entry.getKey());
            String value = text(entry.getValue().result());
            int bytes = 3 * value.length(); // the most that UTF-8 can take
            if (bytes > VALUE_BYTES_MAX || total + bytes > TOTAL_BYTES_MAX || value.indexOf('\0') >= 0) {
                leftOut.accept("The param '" + entry.getKey() + "' is too large for " + name
                        + " (or holds a NUL); read it from the JSON file $MAESTRO_PARAMS");
            } else {
                total += bytes;
                env.put(name, value);
            }
        }
    }

    static String variable(String param) {
        return "MAESTRO_PARAM_" + param.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** Scalars as their text, everything else as compact JSON. */
    static String text(Object result) {
        return result instanceof String text ? text : Json.text(Json.node(result));
    }

    /** All params in one JSON object, for {@code $MAESTRO_PARAMS}. */
    static String json(Map<String, Param> params) {
        var json = Json.object();
        params.forEach((name, param) -> json.set(name, Json.node(param.result())));
        return Json.text(json);
    }
}
