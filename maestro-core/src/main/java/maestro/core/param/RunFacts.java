package maestro.core.param;

import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import maestro.model.MaestroException;
import maestro.model.param.Param;

/**
 * What the evaluation of a step may read of its run. Read on the evaluating thread only; answers must not change during
 * an evaluation. A lookup that fails throws a {@link MaestroException}, which becomes an error of the expression that
 * asked; any other unchecked exception passes through the evaluation unchanged (an engine may use one to say "evaluate
 * this elsewhere").
 */
public interface RunFacts {
    InstanceFacts instance();

    Map<String, Param> workflowParams();

    /**
     * The last attempt of a step that is complete (SUCCEEDED, COMPLETED_WITH_ERROR, SKIPPED, UNSATISFIED, DISABLED) in
     * this run, or carried into it from an earlier one.
     */
    Optional<StepFacts> completedStep(String id);

    /** The step under evaluation; empty in contexts without one. */
    Optional<StepFacts> own();

    /** Whether the step under evaluation runs a script, see {@link ScriptText}. */
    default boolean runsScript() {
        return false;
    }

    /** Behind {@code nextUniqueId}, {@code Math.random} and {@code UUID.randomUUID}. */
    RandomGenerator random();

    /** One element an iteration of a completed foreach: String[], long[], double[] or boolean[] (§11). */
    default Object fromForeach(String foreachStep, String innerStep, String name) {
        throw MaestroException.badRequest("foreach step [" + foreachStep + "] has no readable iterations");
    }

    /** A param of the inner step's latest attempt in the child instance of a subworkflow step (§11). */
    default Object fromSubworkflow(String subworkflowStep, String innerStep, String name) {
        throw MaestroException.badRequest("subworkflow step [" + subworkflowStep + "] has no readable child");
    }
}
