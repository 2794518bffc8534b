package maestro.server.http;

import java.util.ArrayList;
import java.util.stream.IntStream;

/** Steps of definitions as JSON. */
public final class Steps {
    private Steps() {}

    /** @param successors ids, each alone or with its condition behind a colon */
    public static String noop(String id, String... successors) {
        return step(id, "NoOp", "", successors);
    }

    public static String shell(String id, String script, String... successors) {
        return step(id, "Shell", "\"params\": {\"script\": {\"type\": \"STRING\", \"value\": \"%s\"}},"
                .formatted(script), successors);
    }

    public static String sleep(String id, int seconds) {
        return step(id, "Sleep", "\"params\": {\"sleep_seconds\": {\"type\": \"LONG\", \"value\": %d}},"
                .formatted(seconds));
    }

    private static String step(String id, String type, String more, String... successors) {
        var edges = new ArrayList<String>();
        for (String successor : successors) {
            int colon = successor.indexOf(':');
            edges.add(colon < 0 ? "\"%s\": \"true\"".formatted(successor)
                    : "\"%s\": \"%s\"".formatted(successor.substring(0, colon), successor.substring(colon + 1)));
        }
        return "{\"step\": {\"id\": \"%s\", \"type\": \"%s\", %s \"transition\": {\"successors\": {%s}}}}"
                .formatted(id, type, more, String.join(",", edges));
    }

    /** @param more members before the params, each with a comma behind it */
    public static String foreach(String id, String more, int iterations, String... steps) {
        var values = String.join(",", IntStream.rangeClosed(1, iterations)
                .mapToObj(String::valueOf).toList());
        return """
                {"foreach": {"id": "%s", %s "params": {"loop_params": {"type": "MAP", "value":
                 {"%s_i": {"type": "LONG_ARRAY", "value": [%s]}}}}, "steps": [%s]}}"""
                .formatted(id, more, id, values, String.join(",", steps));
    }

    public static String repeat(String id, String condition, String... steps) {
        return """
                {"while": {"id": "%s", "condition": "%s", "params": {"loop_params": {"type": "MAP", "value":
                 {"%s_i": {"type": "LONG", "value": 0}}}}, "steps": [%s]}}"""
                .formatted(id, condition, id, String.join(",", steps));
    }

    public static String subworkflow(String id, String target) {
        return """
                {"subworkflow": {"id": "%s", "params": {
                 "subworkflow_id": {"type": "STRING", "value": "%s"},
                 "subworkflow_version": {"type": "STRING", "value": "latest"}}}}""".formatted(id, target);
    }
}
