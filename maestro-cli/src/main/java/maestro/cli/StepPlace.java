package maestro.cli;

import tools.jackson.databind.JsonNode;

/**
 * Where one attempt of a step stands. A step in a loop belongs to the run of its iteration, which has an id of its own.
 */
record StepPlace(RunId run, String step, long attempt) {
    /** @param ref as views of iterations name it */
    static StepPlace of(JsonNode ref) {
        return new StepPlace(RunId.of(ref), ref.path("step_id").asString(""), ref.path("step_attempt_id").asLong(1));
    }

    /**
     * The latest attempt of a step in one iteration.
     *
     * @param numbers of the iteration on all levels, outermost first: 2, or 2-1
     */
    static StepPlace inIteration(Api api, RunId run, String step, String numbers) {
        if (!numbers.matches("[1-9][0-9]{0,17}(-[1-9][0-9]{0,17})*")) {
            throw new CliFailure(Exit.USAGE, "not an iteration: " + numbers,
                    "Write its number, in nested loops the numbers of all levels, outermost first: 2, or 2-1.");
        }
        var path = Api.path("views", "flatten", "workflows", run.workflow(), "instances", run.instance(),
                "runs", run.run(), "steps", step, "iterations", numbers);
        return of(api.get(path).path("leaf_step_instance_ref"));
    }

    /** Of the step in the latest run: what actions are for. */
    String path() {
        return Api.path("workflows", run.workflow(), "instances", run.instance(), "steps", step);
    }

    String attemptPath() {
        return run.attempt(step, attempt);
    }

    String whyPath() {
        return run.steps() + "/" + Api.encode(step) + "/why";
    }
}
