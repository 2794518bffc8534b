package maestro.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import maestro.model.run.StepStatus;

/** Says after a run what failed in it, and shows the end of that output: of a loop that of its first failed iteration. */
final class FailureReport {
    private static final int LINES = 20;
    private static final String FAILED = Stream.of(StepStatus.values())
            .filter(status -> Look.of(status.name()) == Look.BAD && status != StepStatus.COMPLETED_WITH_ERROR)
            .map(StepStatus::name)
            .collect(Collectors.joining(","));

    private final Session session;
    private final RunId id;

    FailureReport(Session session, RunId id) {
        this.session = session;
        this.id = id;
    }

    void print(RunSnapshot run) {
        var out = session.terminal().out();
        if (!run.message().isEmpty()) out.println("\n" + Printable.block(run.message()));
        var hint = id.words().replaceFirst(" --run.*", "") + " STEP";
        for (var step : run.steps()) {
            if (!step.failed()) continue;
            step(step.id(), step.status(), step.message());
            if (step.speaks()) lastLines(id.logs(step.id(), step.attempt())).forEach(this::line);
            var iteration = firstFailed(step);
            if (iteration.isPresent()) hint = iteration.get();
        }
        out.println("\nAll of it: maestro instance logs " + hint);
    }

    private void step(String name, String status, String message) {
        var said = RunText.firstLine(message);
        session.terminal().out().println("\nStep " + name + " ended " + status + (said.isEmpty() ? "." : ": " + said));
    }

    private void line(String text) {
        session.terminal().out().println("  | " + Printable.line(text));
    }

    /** The arguments that show all of its output; empty when there is none. */
    private Optional<String> firstFailed(RunSnapshot.Step loop) {
        for (var leaf : loop.inside()) {
            var page = session.api().get(Api.path("views", "flatten", "workflows", id.workflow(), "instances",
                    id.instance(), "runs", id.run(), "steps", leaf) + "?first=1&statuses=" + FAILED);
            if (page.path("elements").isEmpty()) continue;
            var iteration = page.path("elements").get(0);
            var place = StepPlace.of(iteration.path("leaf_step_instance_ref"));
            var number = LoopCommands.number(iteration);
            step(leaf + "[" + number + "]", iteration.path("step_runtime_state").path("status").asString("?"),
                    RunSnapshot.message(session.api().get(place.attemptPath()).path("timeline")));
            lastLines(place.run().logs(place.step(), place.attempt())).forEach(this::line);
            return Optional.of(id.workflow() + " " + id.instance() + " " + leaf + " --iteration " + number);
        }
        return Optional.empty();
    }

    private List<String> lastLines(String path) {
        try {
            var lines = session.api().getText(path).lines().toList();
            return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        } catch (CliFailure e) {
            return List.of("(its output cannot be read: " + e.getMessage() + ")");
        }
    }
}
