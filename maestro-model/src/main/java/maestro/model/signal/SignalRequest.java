package maestro.model.signal;

import static maestro.model.MaestroException.badRequest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.id.Ids;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import tools.jackson.databind.JsonNode;

/**
 * What someone asks to be announced (triggers.md §1.1). Checked: at most 64 params with names of 128 characters, values
 * of 1,024 bytes and 8 KiB together, a payload of 256 KiB, a request id of 256 bytes, no NUL.
 *
 * @param requestId becomes the instance id; empty: a hash of name and params does
 * @param requestMillis empty: when it is received
 */
public record SignalRequest(
        String name,
        Map<String, Object> params,
        Map<String, Object> payload,
        Optional<String> requestId,
        Optional<Long> requestMillis) {
    private static final int PARAMS_MAX = 64;
    private static final int PARAM_NAME_MAX = 128;
    private static final int VALUE_BYTES_MAX = 1_024;
    private static final int PARAMS_BYTES_MAX = 8 * 1_024;
    private static final int PAYLOAD_BYTES_MAX = 256 * 1_024;
    private static final int ID_BYTES_MAX = 256;

    /** @throws MaestroException BAD_REQUEST, naming what is missing or wrong */
    public static SignalRequest fromJson(JsonNode body) {
        var fields = Fields.of(body, "");
        var errors = new ArrayList<String>();
        String name = fields.text("name").orElse("");
        Ids.nameProblem(name).ifPresent(problem -> errors.add("name " + problem));
        var params = new LinkedHashMap<String, Object>();
        fields.members("params").forEach((key, node) -> params.put(key, value(node, Fields.member("params", key))));
        var id = fields.text("request_id");
        var time = fields.integer("request_time");
        var payload = new LinkedHashMap<String, Object>();
        fields.node("payload").ifPresent(node -> payload.putAll(object(node)));
        payload.putAll(fields.rest());
        var request = new SignalRequest(name, params, payload, id, time);
        errors.addAll(request.problems());
        if (!errors.isEmpty()) {
            throw new MaestroException(
                    Code.BAD_REQUEST, "The signal breaks " + errors.size() + " rule(s), see 'errors'", errors);
        }
        return request;
    }

    private static Map<String, Object> object(JsonNode node) {
        if (!node.isObject()) {
            throw Scalars.expected("an object", node, "payload");
        }
        return Json.plainMap(node);
    }

    private static Object value(JsonNode node, String path) {
        if (node.isString()) {
            return node.stringValue();
        }
        if (node.isNumber()) {
            return Scalars.exactInteger(node, path);
        }
        throw Scalars.expected("an integer or text", node, path);
    }

    /** What is wrong with it besides its name; each problem is a sentence that begins with the path. */
    private List<String> problems() {
        var problems = new ArrayList<String>(paramProblems(params));
        requestId.filter(id -> bytes(id) > ID_BYTES_MAX || id.indexOf('\0') >= 0)
                .ifPresent(_ -> problems.add("requestId may have " + ID_BYTES_MAX + " bytes, and no NUL"));
        int size = bytes(Json.text(Json.node(payload)));
        if (size > PAYLOAD_BYTES_MAX) {
            problems.add("payload has " + size + " bytes, at most " + PAYLOAD_BYTES_MAX + " are allowed");
        }
        return problems;
    }

    /**
     * What is wrong with the name and params of a signal that a step announces.
     *
     * @throws MaestroException BAD_REQUEST
     */
    public static void check(String name, Map<String, Object> params) {
        Ids.nameProblem(name).ifPresent(problem -> {
            throw badRequest("The name of a signal " + problem);
        });
        paramProblems(params).stream().findFirst().ifPresent(problem -> {
            throw badRequest("Signal [" + name + "]: " + problem);
        });
    }

    private static List<String> paramProblems(Map<String, Object> params) {
        var problems = new ArrayList<String>();
        if (params.size() > PARAMS_MAX) {
            problems.add("params has " + params.size() + " entries, at most " + PARAMS_MAX + " are allowed");
        }
        int together = 0;
        for (var param : params.entrySet()) {
            String path = Fields.member("params", param.getKey());
            int size = param.getValue() instanceof String text ? bytes(text) : Long.BYTES;
            together += bytes(param.getKey()) + size;
            if (param.getKey().isEmpty() || param.getKey().length() > PARAM_NAME_MAX) {
                problems.add(path + " has a name of 1 to " + PARAM_NAME_MAX + " characters");
            }
            if (size > VALUE_BYTES_MAX) {
                problems.add(path + " has " + size + " bytes, at most " + VALUE_BYTES_MAX + " are allowed");
            }
            if (hasNul(param.getKey()) || param.getValue() instanceof String text && hasNul(text)) {
                problems.add(path + " has a NUL; leave it out");
            }
        }
        if (together > PARAMS_BYTES_MAX) {
            problems.add("params has " + together + " bytes, at most " + PARAMS_BYTES_MAX + " are allowed");
        }
        return problems;
    }

    private static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The id that its instance has. */
    public String instanceId() {
        return requestId.orElseGet(() -> SignalInstance.idOf(name, params));
    }
}
