package maestro.runtime.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import maestro.model.definition.StepType;
import maestro.model.param.Param;
import maestro.model.run.OutputReport;
import maestro.runtime.step.StepResult.Failure;
import maestro.runtime.store.OutputData;
import maestro.runtime.store.StoreUnavailable;

/**
 * A runtime whose steps also take what an external job handed back meanwhile, under the uuid of the step (rest-api.md §17).
 * When the attempt ends it is looked up once: params and artifacts of a success are laid over those of the runtime, of
 * a failure only the word on retries counts. Thread-safe if the runtime is.
 */
public record ReportedOutputs(StepRuntime runtime, OutputData reported) implements StepRuntime {
    private static final int AGAIN_MILLIS = 200;

    @Override
    public StepType type() {
        return runtime.type();
    }

    @Override
    public StepResult run(StepContext context) throws InterruptedException {
        var result = runtime.run(context);
        return switch (result) {
            case StepResult.Done done -> report(context).map(report -> with(done, report)).orElse(done);
            case StepResult.Failed failed when failed.failure() == Failure.USER
                    || failed.failure() == Failure.PLATFORM ->
                report(context).filter(OutputReport::notRetryable).map(report -> fatal(failed, report)).orElse(failed);
            default -> result;
        };
    }

    /** Waits for a database that is away: what the attempt did is not to be lost for that. */
    private Optional<OutputReport> report(StepContext context) throws InterruptedException {
        while (true) {
            try {
                return reported.one(type().text(), context.attempt().stepUuid().toString())
                        .map(row -> OutputReport.stored(row.jobType(), row.jobId(), row.workflowId(), row.payload()));
            } catch (StoreUnavailable away) {
                TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
            }
        }
    }

    private static StepResult with(StepResult.Done done, OutputReport report) {
        var outputs = new LinkedHashMap<String, Param>(done.outputs());
        outputs.putAll(report.params());
        return new StepResult.Done(outputs, joined(done.artifacts(), report.artifacts()));
    }

    private static StepResult fatal(StepResult.Failed failed, OutputReport report) {
        String status = failed.failure() == Failure.USER ? "USER_FAILED" : "PLATFORM_FAILED";
        var details = new ArrayList<String>(failed.details());
        details.add("Step failed with [" + status + "] and its output data classified it as non-retryable.");
        return new StepResult.Failed(
                Failure.FATAL, failed.message(), details, joined(failed.artifacts(), report.retryArtifact()),
                failed.outputs());
    }

    private static Map<String, Map<String, Object>> joined(
            Map<String, Map<String, Object>> own, Map<String, Map<String, Object>> reported) {
        var artifacts = new LinkedHashMap<>(own);
        artifacts.putAll(reported);
        return artifacts;
    }
}
