package maestro.model.run;

import static maestro.model.MaestroException.badRequest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import maestro.model.definition.StepType;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import maestro.model.param.Param;
import maestro.model.param.ParamJson;
import tools.jackson.databind.JsonNode;

/**
 * What a job outside hands back on behalf of a step (rest-api.md §17, step-runtimes.md §4).
 *
 * @param jobType a step type in the spelling of output
 * @param params evaluated
 * @param artifacts name to plain JSON object
 */
public record OutputReport(
        String jobType,
        String jobId,
        String workflowId,
        Map<String, Param> params,
        Map<String, Map<String, Object>> artifacts) {
    /** Of all that is stored, as JSON. */
    public static final int CHARS_MAX = 750_000;
    private static final int ID_BYTES_MAX = 1_024;
    private static final String RETRY = "maestro_retry";

    /**
     * @throws maestro.model.MaestroException BAD_REQUEST, naming what is missing or wrong; unknown fields are skipped
     */
    public static OutputReport fromJson(JsonNode body) {
        var fields = Fields.of(body, "", true);
        var report = new OutputReport(
                jobType(identity(fields, "external_job_type")),
                identity(fields, "external_job_id"),
                identity(fields, "workflow_id"),
                params(fields),
                artifacts(fields));
        if (report.params.isEmpty() && report.artifacts.isEmpty())
            throw badRequest("Output data needs 'params' or 'artifacts' that are not empty");
        int chars = report.payload().length();
        if (chars > CHARS_MAX)
            throw badRequest("Output data may have " + CHARS_MAX + " characters as JSON, not " + chars);
        return report;
    }

    /** What {@link #payload} wrote. */
    public static OutputReport stored(String jobType, String jobId, String workflowId, String payload) {
        var fields = Fields.of(Json.parse(payload), "", true);
        return new OutputReport(jobType, jobId, workflowId, params(fields), artifacts(fields));
    }

    public String payload() {
        var json = Json.object();
        json.set("params", ParamJson.paramsToJson(params));
        json.set("artifacts", Json.node(artifacts));
        return Json.text(json);
    }

    /** Whether the job says that trying again is of no use. */
    public boolean notRetryable() {
        return retry().map(artifact -> artifact.get("retryable")).filter(Boolean.FALSE::equals).isPresent();
    }

    /** The artifact that tells whether to try again. */
    public Map<String, Map<String, Object>> retryArtifact() {
        return retry().map(artifact -> Map.of(RETRY, artifact)).orElse(Map.of());
    }

    private Optional<Map<String, Object>> retry() {
        return Optional.ofNullable(artifacts.get(RETRY));
    }

    private static String identity(Fields fields, String name) {
        String text = fields.text(name).map(String::strip).orElse("");
        if (text.isEmpty()) throw badRequest("Output data needs '" + name + "': it says whose output this is");
        if (text.getBytes(StandardCharsets.UTF_8).length > ID_BYTES_MAX || text.indexOf('\0') >= 0)
            throw badRequest("'" + name + "' may have " + ID_BYTES_MAX + " bytes and no NUL");
        return text;
    }

    private static String jobType(String text) {
        return Arrays.stream(StepType.values())
                .filter(StepType::leaf)
                .map(StepType::text)
                .filter(text::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> badRequest("'external_job_type' must be the type of a step, one of "
                        + Arrays.stream(StepType.values()).filter(StepType::leaf).map(StepType::text)
                                .collect(Collectors.joining(", ")) + ", not '" + text + "'"));
    }

    private static Map<String, Param> params(Fields fields) {
        return fields.node("params").map(node -> ParamJson.params(node, "params")).orElse(Map.of());
    }

    private static Map<String, Map<String, Object>> artifacts(Fields fields) {
        var artifacts = new LinkedHashMap<String, Map<String, Object>>();
        fields.members("artifacts").forEach((name, node) -> {
            if (!node.isObject()) throw Scalars.expected("an object", node, Fields.member("artifacts", name));
            artifacts.put(name, Json.plainMap(node));
        });
        return artifacts;
    }
}
