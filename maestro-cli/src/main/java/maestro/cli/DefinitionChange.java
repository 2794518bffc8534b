package maestro.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import maestro.core.diff.DefinitionDiff;
import maestro.core.diff.Difference;
import maestro.core.workflow.PropertiesMerge;
import maestro.model.MaestroException;
import maestro.model.definition.CreateRequest;
import maestro.model.definition.Definitions;
import maestro.model.definition.StepType;
import maestro.model.definition.Workflow;
import tools.jackson.databind.JsonNode;

/**
 * What a definition's file asks for, beside what the server has. A push makes a new version each time (definition.md);
 * by asking first, doing it twice does it once.
 *
 * @param stored the latest version; empty when the server does not know the workflow
 * @param lines what differs, for people
 */
record DefinitionChange(
        DefinitionFile file, CreateRequest wanted, Optional<JsonNode> stored, List<String> lines) {
    /** @throws CliFailure when the server would refuse it, or does not answer */
    static DefinitionChange of(Api api, DefinitionFile file) {
        CreateRequest wanted;
        try {
            wanted = file.request((jobType, version) -> stepType(api, jobType, version));
        } catch (MaestroException e) {
            throw new CliFailure(Exit.REFUSED, file.name() + ": " + e.getMessage(), e.errors(), "");
        }
        var stored = present(api, Api.path("workflows", wanted.workflow().id(), "versions", "latest"));
        return new DefinitionChange(file, wanted, stored, stored.map(known -> lines(wanted, known)).orElse(List.of()));
    }

    private static Optional<StepType> stepType(Api api, String jobType, String version) {
        return present(api, Api.path("job-templates", jobType) + "?version=" + Api.encode(version))
                .map(template -> template.at("/definition/step_type").asString(""))
                .flatMap(text -> Stream.of(StepType.values()).filter(type -> type.text().equals(text)).findFirst());
    }

    private static Optional<JsonNode> present(Api api, String path) {
        try {
            return Optional.of(api.get(path));
        } catch (CliFailure e) {
            if (e.exit() == Exit.NOT_FOUND) return Optional.empty();
            throw e;
        }
    }

    private static List<String> lines(CreateRequest wanted, JsonNode stored) {
        Workflow before = Definitions.workflowFromJson(stored.get("workflow"));
        var lines = new ArrayList<String>();
        DefinitionDiff.between(before, wanted.workflow()).stream().map(Difference::text).forEach(lines::add);
        var snapshot = Definitions.propertiesFromJson(stored.get("properties_snapshot"));
        wanted.properties().map(given -> PropertiesMerge.pushed(snapshot, given)).ifPresent(merged -> {
            var was = Definitions.toJson(snapshot);
            var will = Definitions.toJson(merged);
            if (!was.equals(will)) lines.add("~ properties: " + Json.compact(was) + " => " + Json.compact(will));
        });
        if (wanted.active() && !stored.path("is_active").asBoolean(false)) lines.add("~ the latest version becomes active");
        return lines;
    }

    String workflowId() {
        return wanted.workflow().id();
    }

    /** The params that it declares. */
    JsonNode declared() {
        return Definitions.toJson(wanted.workflow()).path("params");
    }

    boolean none() {
        return stored.isPresent() && lines.isEmpty();
    }

    /** The definition as the server has it afterwards; pushed only when that changes something. */
    JsonNode push(Api api) {
        return none() ? stored.orElseThrow() : file.push(api);
    }
}
