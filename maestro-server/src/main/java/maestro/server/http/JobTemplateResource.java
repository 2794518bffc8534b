package maestro.server.http;

import java.util.List;
import java.util.Optional;
import maestro.model.MaestroException;
import maestro.model.auth.Verb;
import maestro.model.json.Yaml;
import maestro.model.template.JobTemplate;
import maestro.runtime.engine.TemplateLibrary;
import tools.jackson.databind.JsonNode;

/** Job templates (rest-api.md §15). */
final class JobTemplateResource {
    private static final String ALL = "/api/v3/job-templates";
    private static final String ONE = ALL + "/{type}";

    private final TemplateLibrary templates;

    JobTemplateResource(TemplateLibrary templates) {
        this.templates = templates;
    }

    List<Route> routes() {
        return List.of(
                Route.post(ALL, call -> put(call, call.json())),
                Route.post(ALL + "/yaml", call -> put(call, Yaml.parse(call.text()))).taking(Route.Body.YAML),
                Route.get(ALL, call -> Answer.json(templates.all(version(call)))),
                Route.get(ONE, this::read),
                Route.delete(ONE, this::delete));
    }

    private Answer put(Call call, JsonNode body) {
        String type = body.path("definition").path("job_type").asString("");
        if (!type.isEmpty()) call.require(Verb.TEMPLATE, type); // without one it is refused anyway
        return Answer.json(templates.put(body, call.user()));
    }

    private Answer read(Call call) {
        String version = version(call);
        return Answer.json(templates.one(call.path("type"), version).orElseThrow(() -> MaestroException.notFound(
                "There is no job template [" + call.path("type") + "] of version [" + version + "]")));
    }

    /** Answers a bare sentence, as clients expect it. */
    private Answer delete(Call call) {
        Optional<String> version = call.query("version").filter(text -> !text.isEmpty());
        int removed = templates.remove(call.path("type"), version);
        String which = version.map(text -> "version [" + text + "]").orElse("all versions");
        String sentence = "Removed [" + removed + "] job template(s) [" + call.path("type") + "], " + which;
        return Answer.text(Route.JSON, sentence);
    }

    private static String version(Call call) {
        return call.query("version").filter(text -> !text.isEmpty()).orElse(JobTemplate.DEFAULT_VERSION);
    }
}
