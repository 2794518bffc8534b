package maestro.server.http;

import java.time.InstantSource;
import java.util.List;
import maestro.model.run.OutputReport;
import maestro.runtime.store.OutputData;

/** What jobs outside hand back on behalf of steps (rest-api.md §17). Sending it again is harmless: the last one counts. */
final class OutputDataResource {
    private final OutputData outputs;
    private final InstantSource clock;

    OutputDataResource(OutputData outputs, InstantSource clock) {
        this.outputs = outputs;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(Route.put("/api/v3/output-data", this::put).taking(Route.Body.JSON));
    }

    private Answer put(Call call) {
        var report = OutputReport.fromJson(call.json());
        outputs.put(new OutputData.Row(
                report.jobType(), report.jobId(), report.workflowId(), report.payload(), clock.millis()));
        return Answer.text(Route.JSON, "");
    }
}
