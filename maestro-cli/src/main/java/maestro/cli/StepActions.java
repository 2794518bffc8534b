package maestro.cli;

import static maestro.cli.WorkflowCommands.text;

import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** What commands about a step do, whether it is a step of a run or of an iteration. */
final class StepActions {
    private StepActions() {}

    /**
     * The step of an action.
     *
     * @param workflow and {@code instance}: those of the user, also for a step of an iteration
     * @param path of the step
     * @param name for sentences
     */
    record Place(String workflow, long instance, String step, String path, String name) {}

    /** Ends a step, or lets it no longer wait. */
    static void act(Session session, Place place, StepTarget.Waiting waiting, String action) {
        if (action.equals("skip") && !waiting.yes()) confirmNewRun(session, place);
        var answer = known(session.api(), place, () ->
                session.api().put(place.path() + "/actions/" + action + waiting.query()));
        session.show(answer, () -> answer.has("step_runtime_state")
                ? "Step %s is %s.".formatted(place.name(), text(answer.path("step_runtime_state"), "status"))
                : "Asked step %s to %s.".formatted(place.name(), action));
    }

    /** A step of an ended run can be skipped only by a new run, which surprises. */
    private static void confirmNewRun(Session session, Place place) {
        var view = session.api().get(Api.path("workflows", place.workflow(), "instances", place.instance()));
        var status = text(view, "status");
        if (!RunSnapshot.ended(status)) return;
        Known.step(place, view);
        long run = RunId.of(view).run();
        session.terminal().confirm("Run %d of %s instance %d has ended %s: to skip step %s starts run %d from there."
                .formatted(run, place.workflow(), place.instance(), status, place.name(), run + 1));
    }

    static void restart(Session session, Place place, RestartOptions restart, StepTarget.Waiting waiting) {
        var declared = restart.wantsParams() ? session.api().get(place.path()).path("params") : Json.object();
        var body = restart.body("step_run_params", declared);
        var answer = known(session.api(), place, () ->
                session.api().post(place.path() + "/actions/restart" + waiting.query(), body));
        session.show(answer, () -> restart.told(answer));
    }

    /** A step that is not there is refused by the server like one that cannot be acted on; here it is not found. */
    private static JsonNode known(Api api, Place place, Supplier<JsonNode> call) {
        try {
            return call.get();
        } catch (CliFailure refused) {
            if (refused.exit() == Exit.REFUSED) {
                api.quietly(Api.path("workflows", place.workflow(), "instances", place.instance()))
                        .ifPresent(run -> Known.step(place, run));
            }
            throw refused;
        }
    }

    /** @param attempt empty: the latest */
    static void logs(Session session, RunId run, String step, Optional<Long> attempt, boolean follow) {
        long number = attempt.orElseGet(() -> session.api()
                .get(Api.path("workflows", run.workflow(), "instances", run.instance(), "runs", run.run(), "steps",
                        step, "attempts", "latest"))
                .path("step_attempt_id").asLong(1));
        var out = session.terminal().out();
        if (follow) {
            new LogTail(session.api(), run, step, number, out::println).run();
        } else {
            out.print(session.api().getText(run.logs(step, number)));
            out.flush();
        }
    }
}
