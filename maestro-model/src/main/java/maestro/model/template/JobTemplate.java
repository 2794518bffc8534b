package maestro.model.template;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import maestro.model.Tag;
import maestro.model.definition.StepType;
import maestro.model.param.ParamDefinition;

/**
 * A job template as the engine uses it; who owns it and what else was said of it is in the stored document only.
 * Immutable.
 *
 * @param inheritFrom job types to their versions, whose params come first, in this order
 */
public record JobTemplate(
        String jobType,
        String version,
        StepType stepType,
        List<Tag> tags,
        Map<String, String> inheritFrom,
        Map<String, ParamDefinition> params) {
    public static final String DEFAULT_VERSION = "default";

    public JobTemplate {
        requireNonNull(jobType, "jobType");
        requireNonNull(version, "version");
        requireNonNull(stepType, "stepType");
    }
}
