package maestro.core.template;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import maestro.model.MaestroException;
import maestro.model.Tag;
import maestro.model.definition.Step;
import maestro.model.definition.StepType;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.template.JobTemplate;

/** Which template a step uses, and what it and those it inherits from give (step-runtimes.md §7.2). Thread-safe. */
public final class TemplateRules {
    private static final String VERSION_PARAM = "job_template_version";

    /** Params and tags of a template with all it inherits; later ones replaced earlier ones of the same name. */
    public record Given(Map<String, ParamDefinition> params, Collection<Tag> tags) {
        public static final Given NOTHING = new Given(Map.of(), List.of());
    }

    private TemplateRules() {}

    /** Whether a template may say something about the step: it names one, and its type's runtime asks for them. */
    public static boolean consulted(Step step) {
        return step instanceof Step.Leaf leaf && leaf.subType().isPresent() && asks(leaf.type());
    }

    private static boolean asks(StepType type) {
        return switch (type) {
            case HTTP, KUBERNETES, NOTEBOOK, SHELL -> true;
            case NOOP, SLEEP, TITUS, JOIN, FOREACH, WHILE, SUBWORKFLOW, TEMPLATE -> false;
        };
    }

    /**
     * What the step's template gives; nothing when it has none or there is no such template.
     *
     * @param workflow evaluated workflow params, of which {@code job_template_version} names the version
     * @throws MaestroException BAD_REQUEST when the template is for steps of another type, or inherits from itself
     */
    public static Given of(Templates templates, Step step, Map<String, Param> workflow) {
        if (!consulted(step)) {
            return Given.NOTHING;
        }
        var leaf = (Step.Leaf) step;
        String jobType = leaf.subType().orElseThrow();
        var found = templates.find(jobType, leaf.subTypeVersion().or(() -> version(workflow))
                .orElse(JobTemplate.DEFAULT_VERSION));
        if (found.isEmpty()) {
            return Given.NOTHING;
        }
        if (found.get().stepType() != step.type()) {
            throw MaestroException.badRequest("Job template [" + jobType + "] is for steps of the type ["
                    + found.get().stepType().text() + "], but step [" + step.id() + "] is of the type ["
                    + step.type().text() + "]");
        }
        return all(templates, found.get());
    }

    private static Optional<String> version(Map<String, Param> workflow) {
        return Optional.ofNullable(workflow.get(VERSION_PARAM))
                .map(Param::result)
                .map(Object::toString);
    }

    /** @throws MaestroException BAD_REQUEST when the template inherits from itself */
    public static Given all(Templates templates, JobTemplate template) {
        var params = new LinkedHashMap<String, ParamDefinition>();
        var tags = new LinkedHashMap<String, Tag>();
        collect(templates, template, new LinkedHashSet<>(), params, tags);
        return new Given(Collections.unmodifiableMap(params), List.copyOf(tags.values()));
    }

    private static void collect(
            Templates templates,
            JobTemplate template,
            SequencedSet<String> path,
            Map<String, ParamDefinition> params,
            SequencedMap<String, Tag> tags) {
        String place = template.jobType() + ":" + template.version();
        if (!path.add(place)) {
            throw MaestroException.badRequest(
                    "Job templates inherit from each other: " + String.join(" -> ", path) + " -> " + place);
        }
        template.inheritFrom().forEach((type, version) -> templates.find(type, version)
                .ifPresent(parent -> collect(templates, parent, path, params, tags)));
        params.putAll(template.params());
        template.tags().forEach(tag -> tags.put(tag.name(), tag));
        path.remove(place);
    }

    /** A step's own tags with those of its templates; its own win over those of the same name. */
    public static List<Tag> tags(List<Tag> own, Collection<Tag> given) {
        var all = new LinkedHashMap<String, Tag>();
        given.forEach(tag -> all.put(tag.name(), tag));
        own.forEach(tag -> all.put(tag.name(), tag));
        return List.copyOf(all.values());
    }
}
