package maestro.model.definition;

import java.util.Optional;

/** Knows the step types of job templates (rest-api.md §15); thread-safe. */
@FunctionalInterface
public interface TemplateTypes {
    /** No templates at all. */
    TemplateTypes NONE = (jobType, version) -> Optional.empty();

    /** The step type that a template of this job type and version makes of a job; empty when there is none. */
    Optional<StepType> stepTypeOf(String jobType, String version);
}
