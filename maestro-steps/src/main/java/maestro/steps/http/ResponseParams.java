package maestro.steps.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import maestro.model.json.Json;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;
import maestro.model.param.ParamType;

/** A response as params of its step. */
final class ResponseParams {
    static final String STATUS = "status_code";
    static final String BODY = "response_body";

    /** Of an attempt that got no response: no condition that asks for success is true of it. */
    static final int NO_STATUS = 0;

    /** What all params of a step may take as JSON (parameters.md §16). */
    private static final int JSON_CHARS_MAX = 750_000;

    private static final int SLACK = 1_000; // type, mode, tags and times of the two

    private ResponseParams() {}

    static Map<String, Param> of(Reply reply, String body, long nowMillis) {
        var params = new LinkedHashMap<String, Param>();
        params.put(STATUS, param(ParamType.LONG, (long) reply.status(), nowMillis));
        params.put(BODY, param(ParamType.STRING, body, nowMillis));
        return params;
    }

    /**
     * In place of the params' defaults, which tell of a success that never was.
     *
     * @param status of a response whose body could not be taken, or {@link #NO_STATUS}
     */
    static Map<String, Param> without(int status, long nowMillis) {
        return of(new Reply(status, "", Optional.empty(), Optional.empty()), "", nowMillis);
    }

    private static Param param(ParamType type, Object value, long nowMillis) {
        return Param.of(ParamDefinition.literal(type, value), value, nowMillis);
    }

    /** As much of a body as fits beside the step's other params; a param holds it twice, as value and as result. */
    static String fitting(String body, Map<String, Param> others) {
        var rest = new LinkedHashMap<>(others);
        rest.remove(BODY);
        long left = (JSON_CHARS_MAX - SLACK - Json.text(ParamJson.paramsToJson(rest)).length()) / 2;
        int end = 0;
        while (end < body.length()) {
            int next = end + Character.charCount(body.codePointAt(end));
            left -= written(body, end, next);
            if (left < 0) {
                return body.substring(0, end);
            }
            end = next;
        }
        return body;
    }

    /** Characters that JSON takes for one code point. */
    private static int written(String text, int from, int to) {
        char c = text.charAt(from);
        return switch (c) {
            case '"', '\\', '\n', '\r', '\t', '\b', '\f' -> 2;
            default -> c < ' ' ? 6 : to - from;
        };
    }
}
