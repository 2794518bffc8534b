package maestro.cli;

import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The step that an action is for, and how it is carried out. */
final class StepTarget {
    @Parameters(index = "0", paramLabel = "WORKFLOW", description = "Id of the workflow.")
    private String workflow;

    @Parameters(index = "1", paramLabel = "INSTANCE", description = "Number of the instance, or latest.")
    private String instance;

    @Parameters(index = "2", paramLabel = "STEP", description = "Id of the step.")
    private String step;

    @Option(names = "--iteration", paramLabel = "N",
            description = "Of a step in a loop: the number of the iteration, on all levels, like 2-1.")
    private Optional<String> iteration = Optional.empty();

    String path(Api api) {
        if (iteration.isPresent()) return place(api, Optional.empty()).path();
        return Api.path("workflows", workflow, "instances", InstanceCommands.number(api, workflow, instance),
                "steps", step);
    }

    private StepPlace place(Api api, Optional<Long> run) {
        var of = InstanceCommands.run(api, workflow, instance, run);
        return StepPlace.inIteration(api, of, step, iteration.orElseThrow());
    }

    /** Of one attempt. @param run empty: the latest */
    String path(Api api, Optional<Long> run, Optional<Long> attempt) {
        if (iteration.isPresent()) {
            var place = place(api, run);
            return place.run().attempt(step, attempt.orElse(place.attempt()));
        }
        if (run.isEmpty() && attempt.isEmpty()) return path(api);
        var of = InstanceCommands.run(api, workflow, instance, run);
        return Api.path("workflows", workflow, "instances", of.instance(), "runs", of.run(), "steps", step, "attempts",
                attempt.map(String::valueOf).orElse("latest"));
    }

    StepActions.Place place(Api api) {
        if (iteration.isEmpty()) {
            long number = InstanceCommands.number(api, workflow, instance);
            return new StepActions.Place(workflow, number, step,
                    Api.path("workflows", workflow, "instances", number, "steps", step), step);
        }
        var run = InstanceCommands.run(api, workflow, instance, Optional.empty());
        return inIteration(api, run, step, iteration.get());
    }

    static StepActions.Place inIteration(Api api, RunId run, String step, String iteration) {
        return new StepActions.Place(run.workflow(), run.instance(), step,
                StepPlace.inIteration(api, run, step, iteration).path(), step + "[" + iteration + "]");
    }

    /** Of an action. */
    static final class Waiting {
        @Option(names = "--no-wait", description = "Do not wait until the step says that it was done.")
        private boolean noWait;

        @Option(names = {"-y", "--yes"}, description = "Do not ask where it starts a new run.")
        private boolean yes;

        boolean yes() {
            return yes;
        }

        String query() {
            return noWait ? "?blocking=false" : "";
        }
    }
}
