package maestro.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import maestro.core.row.RunRow;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.core.state.ChildState;
import maestro.model.json.Json;
import maestro.model.run.StepStatus;
import maestro.runtime.store.Reads;
import maestro.server.view.RunSource;
import maestro.server.view.RunView;

/**
 * How the runs stand that subworkflow steps wait for: a step's row tells only how its run ended, until then views read it
 * (composite-steps.md §4.2). A view reads a bounded number of them. Not thread-safe: one for each view.
 */
final class LiveChildren {
    private static final int READS_MAX = 50;

    private final Reads reads;
    private final Function<RunRow, RunSource> bare;
    private int left = READS_MAX;

    /** @param bare a run without its steps */
    LiveChildren(Reads reads, Function<RunRow, RunSource> bare) {
        this.reads = reads;
        this.bare = bare;
    }

    /** The steps of a run, those that wait with the overview of what they wait for. */
    List<StepRow> filled(RunRow run, List<StepRow> steps) {
        return run.live() ? steps.stream().map(this::filled).toList() : steps;
    }

    StepRow filled(StepRow step) {
        if (step.status() != StepStatus.RUNNING || left == 0) return step;
        var detail = StepDetail.read(step);
        return ChildState.of(detail.artifacts())
                .filter(child -> child.ended().isEmpty())
                .flatMap(this::told)
                .map(child -> with(step, detail, child))
                .orElse(step);
    }

    private Optional<ChildState> told(ChildState child) {
        left--;
        return reads.run(child.workflowId(), child.instanceId(), child.runId()).map(row -> {
            var source = bare.apply(row);
            var full = source.with(filled(row, reads.steps(row.runKey())));
            return child.told(Json.text(RunView.overview(full)));
        });
    }

    private static StepRow with(StepRow step, StepDetail detail, ChildState child) {
        var artifacts = new LinkedHashMap<>(detail.artifacts());
        artifacts.put(ChildState.ARTIFACT, child.toPlain());
        return step.with(detail.with(artifacts));
    }
}
