package maestro.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import maestro.core.row.ChildState;
import maestro.core.row.RunRow;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.runtime.store.Reads;
import maestro.server.view.LiveLoop;
import maestro.server.view.RunSource;
import maestro.server.view.RunView;

/**
 * How the runs stand that composite steps wait for: a subworkflow step's row tells only how its run ended, a loop's row
 * how its iterations stood when one of them began or ended; until then views read them (composite-steps.md §2.5, §3.3,
 * §4.2). A view reads a bounded number of them. Not thread-safe: one for each view.
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
                .or(() -> LiveLoop.inlineId(detail.artifacts())
                        .map(this::live)
                        .filter(iterations -> !iterations.isEmpty())
                        .map(iterations -> step.with(detail.with(LiveLoop.told(detail.artifacts(), iterations)))))
                .orElse(step);
    }

    /** All iterations of a loop that are under way; none when they are more than may be read. */
    private List<RunSource> live(String inlineId) {
        var rows = reads.runsIn(inlineId, InstanceStatus.IN_PROGRESS, left + 1);
        if (rows.isEmpty() || rows.size() > left) return List.of();
        left -= rows.size();
        var steps = reads.steps(rows.stream().map(RunRow::runKey).toList()).stream()
                .collect(Collectors.groupingBy(StepRow::runKey));
        return rows.stream()
                .map(row -> bare.apply(row).with(filled(row, steps.getOrDefault(row.runKey(), List.of()))))
                .toList();
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
