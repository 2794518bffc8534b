package maestro.cli;

import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The step that an action is for, and whether to wait for it. */
final class StepTarget {
    @Parameters(index = "0", paramLabel = "WORKFLOW", description = "Id of the workflow.")
    private String workflow;

    @Parameters(index = "1", paramLabel = "INSTANCE", description = "Number of the instance, or latest.")
    private String instance;

    @Parameters(index = "2", paramLabel = "STEP", description = "Id of the step.")
    private String step;

    String step() {
        return step;
    }

    String path(Api api) {
        long number = InstanceCommands.number(api, workflow, instance);
        return Api.path("workflows", workflow, "instances", number, "steps", step);
    }

    /** Of one attempt. @param run empty: the latest */
    String path(Api api, Optional<Long> run, Optional<Long> attempt) {
        if (run.isEmpty() && attempt.isEmpty()) return path(api);
        var of = InstanceCommands.run(api, workflow, instance, run);
        return Api.path("workflows", workflow, "instances", of.instance(), "runs", of.run(), "steps", step, "attempts",
                attempt.map(String::valueOf).orElse("latest"));
    }

    /** Of an action. */
    static final class Waiting {
        @Option(names = "--no-wait", description = "Do not wait until the step says that it was done.")
        private boolean noWait;

        String query() {
            return noWait ? "?blocking=false" : "";
        }
    }
}
