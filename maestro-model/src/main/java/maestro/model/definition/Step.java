package maestro.model.definition;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.model.Tag;
import maestro.model.param.ParamDefinition;

/** A step as written (definition.md §5); the wrapper kind is the record. */
public sealed interface Step {
    /** What all kinds share. */
    Common common();

    StepType type();

    default String id() {
        return common().id();
    }

    /** The steps inside a loop's body; none for the others. */
    default List<Step> body() {
        return List.of();
    }

    /** @param empties keys of the lists and maps that were written though they are empty; they are shown so */
    record Common(
            String id,
            Optional<String> name,
            Optional<String> description,
            Transition transition,
            Optional<FailureMode> failureMode,
            List<Tag> tags,
            Optional<DurationText> timeout,
            List<SignalDependency> signalDependencies,
            List<SignalOutput> signalOutputs,
            Map<String, ParamDefinition> params,
            Set<String> empties) {
        public Common {
            requireNonNull(id, "id");
        }

        /** The mode in force (default FAIL_AFTER_RUNNING). */
        public FailureMode failureModeInForce() {
            return failureMode.orElse(FailureMode.FAIL_AFTER_RUNNING);
        }
    }

    /** {@code {"step": …}}: a leaf. */
    record Leaf(
            Common common,
            StepType type,
            Optional<String> subType,
            Optional<String> subTypeVersion,
            Optional<RetryPolicy> retryPolicy)
            implements Step {}

    record Subworkflow(Common common, Optional<Boolean> sync, Optional<Boolean> explicitParams) implements Step {
        @Override
        public StepType type() {
            return StepType.SUBWORKFLOW;
        }
    }

    record Foreach(Common common, Optional<Long> concurrency, Optional<Boolean> strictOrdering, List<Step> body)
            implements Step {
        @Override
        public StepType type() {
            return StepType.FOREACH;
        }
    }

    record While(Common common, String condition, List<Step> body) implements Step {
        @Override
        public StepType type() {
            return StepType.WHILE;
        }
    }

    record Template(Common common, Optional<String> subType) implements Step {
        @Override
        public StepType type() {
            return StepType.TEMPLATE;
        }
    }
}
