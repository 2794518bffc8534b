package maestro.runtime.node;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import maestro.core.template.TemplateRules;
import maestro.core.template.Templates;
import maestro.model.User;
import maestro.model.definition.StepType;
import maestro.model.json.Json;
import maestro.model.template.JobTemplate;
import maestro.model.template.JobTemplateJson;
import maestro.runtime.engine.TemplateLibrary;
import maestro.runtime.store.JobTemplates;
import tools.jackson.databind.JsonNode;

/** Job templates: documents from the store, the cache told of what changes here. Thread-safe. */
record NodeTemplates(JobTemplates stored, TemplateCache cache, InstantSource clock) implements TemplateLibrary {
    @Override
    public JsonNode put(JsonNode upload, User author) {
        var read = JobTemplateJson.upload(upload, author, clock.millis());
        var template = read.template();
        TemplateRules.all(with(template), template); // refuses a cycle
        stored.put(new JobTemplates.Row(template.jobType(), template.version(), Json.text(read.document())));
        cache.forget(template.jobType());
        return read.document();
    }

    /** The templates as they will be. */
    private Templates with(JobTemplate fresh) {
        return (jobType, version) -> jobType.equals(fresh.jobType()) && version.equals(fresh.version())
                ? Optional.of(fresh)
                : one(jobType, version).map(JobTemplateJson::template);
    }

    @Override
    public Optional<JsonNode> one(String jobType, String version) {
        return stored.one(jobType, version).map(row -> Json.parse(row.document()));
    }

    @Override
    public List<JsonNode> all(String version) {
        return stored.all(version).stream().map(row -> Json.parse(row.document())).toList();
    }

    @Override
    public int remove(String jobType, Optional<String> version) {
        int removed = stored.remove(jobType, version);
        cache.forget(jobType);
        return removed;
    }

    @Override
    public Optional<JobTemplate> find(String jobType, String version) {
        return cache.find(jobType, version);
    }

    @Override
    public Optional<StepType> stepTypeOf(String jobType, String version) {
        return cache.find(jobType, version).map(JobTemplate::stepType);
    }
}
