package maestro.cli;

import static maestro.cli.WorkflowCommands.text;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code maestro instance …}: start, see and stop what runs. */
@Command(name = "instance", addMethodSubcommands = false,
        description = "Start, watch, read and stop instances of workflows.")
final class InstanceCommands {
    private static final String ID = "Id of the workflow.";
    private static final String NUMBER = "Number of the instance, or latest.";

    private final Terminal terminal;

    InstanceCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(description = "Start an instance and print its number.")
    int start(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow,
            @Option(names = "--version", paramLabel = "VERSION", defaultValue = "default",
                    description = "active, latest, default (active, else latest) or a number. Default: default.")
            String version,
            @Mixin ParamOptions params,
            @Option(names = "--request-id", paramLabel = "UUID",
                    description = "Idempotency key: the same one never starts twice.")
            UUID requestId,
            @Option(names = {"-w", "--watch"}, description = "Follow the run to its end, as `instance watch` does.")
            boolean watch) throws InterruptedException {
        var session = Session.of(terminal, options);
        var definition = session.api().get(Api.path("workflows", workflow, "versions", version));
        var answer = Starts.start(session.api(), definition, params.of(definition.at("/workflow/params")),
                requestId == null ? UUID.randomUUID() : requestId);
        boolean created = answer.path("status").asString("").equals("CREATED");
        if (watch && created) return RunWatch.follow(session, RunId.of(answer)).code();
        session.show(answer, () -> created
                ? "Started %s instance %s.\nFollow it with `maestro instance watch %s`.".formatted(
                        workflow, text(answer, "workflow_instance_id"), RunId.of(answer).words())
                : "Nothing new was started: " + text(answer, "status") + ".");
        return Exit.OK.code();
    }

    @Command(description = "Show one run: status, steps, times.")
    void get(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow,
            @Parameters(arity = "0..1", paramLabel = "INSTANCE", defaultValue = "latest", description = NUMBER)
            String instance,
            @Option(names = "--run", paramLabel = "N", description = "Number of the run. Default: the latest.")
            Optional<Long> run) {
        var session = Session.of(terminal, options);
        var view = view(session.api(), workflow, instance, run);
        session.show(view, () -> {
            var snapshot = RunSnapshot.read(session.api(), RunId.of(view));
            return RunText.summary(snapshot, Instant.now());
        });
    }

    @Command(description = "List instances, newest first: of one workflow or, without its id, of all.")
    void list(
            @Mixin ServerOptions options,
            @Mixin ListOptions list,
            @Parameters(arity = "0..1", paramLabel = "WORKFLOW", description = ID) Optional<String> workflow) {
        var session = Session.of(terminal, options);
        var path = workflow.map(id -> Api.path("workflows", id, "instances")).orElse(Api.path("instances"));
        var page = session.api().get(path + list.query());
        if (page.path("elements").isEmpty()) workflow.ifPresent(id -> Known.workflow(session.api(), id));
        session.show(page, () -> InstanceTable.of(page, workflow));
    }

    @Command(description = "List the runs of an instance, newest first.")
    void runs(
            @Mixin ServerOptions options,
            @Parameters(index = "0", paramLabel = "WORKFLOW", description = ID) String workflow,
            @Parameters(index = "1", arity = "0..1", paramLabel = "INSTANCE", defaultValue = "latest",
                    description = NUMBER)
            String instance,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "20",
                    description = "At most this many, up to 200. Default: ${DEFAULT-VALUE}.")
            int limit) {
        var session = Session.of(terminal, options);
        long number = number(session.api(), workflow, instance);
        var page = session.api().get(Api.path("workflows", workflow, "instances", number, "runs") + "?first=" + limit);
        if (page.path("elements").isEmpty()) view(session.api(), workflow, instance, Optional.empty());
        session.show(page, () -> InstanceTable.of(page, Optional.of(workflow)));
    }

    @Command(description = "Show which actions each status of an instance allows.")
    void actions(@Mixin ServerOptions options) {
        var session = Session.of(terminal, options);
        var map = session.api().get(Api.path("workflows", "instances", "action-map"));
        session.show(map, () -> WorkflowText.actions(map));
    }

    @Command(description = "Ask an instance to stop; its running steps end within their grace time.")
    void stop(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow,
            @Parameters(paramLabel = "INSTANCE", description = NUMBER) String instance) {
        act(options, workflow, instance, "stop");
    }

    @Command(description = "End an instance as failed.")
    void kill(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow,
            @Parameters(paramLabel = "INSTANCE", description = NUMBER) String instance) {
        act(options, workflow, instance, "kill");
    }

    @Command(description = "Stop a FAILED instance from blocking those behind it (strategy STRICT_SEQUENTIAL).")
    void unblock(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow,
            @Parameters(paramLabel = "INSTANCE", description = NUMBER) String instance) {
        var session = Session.of(terminal, options);
        long number = number(session.api(), workflow, instance);
        var answer = session.api().put(Api.path("workflows", workflow, "instances", number, "actions", "unblock"));
        session.show(answer, () -> "Unblocked instance %d of %s.".formatted(number, workflow));
    }

    @Command(description = "Retry a run that was set aside; `instance why` shows what is wrong with it.")
    void release(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow,
            @Parameters(paramLabel = "INSTANCE", description = NUMBER) String instance) {
        var session = Session.of(terminal, options);
        long number = number(session.api(), workflow, instance);
        var answer = session.api().put(Api.path("workflows", workflow, "instances", number, "actions", "release"));
        session.show(answer, () -> "Run %s of instance %d of %s is tried again. It was set aside: %s".formatted(
                text(answer, "workflow_run_id"), number, workflow, text(answer, "reason")));
    }

    @Command(description = "Run an ended instance again, as a new run.")
    int restart(
            @Mixin ServerOptions options,
            @Mixin RestartOptions restart,
            @Parameters(index = "0", paramLabel = "WORKFLOW", description = ID) String workflow,
            @Parameters(index = "1", paramLabel = "INSTANCE", description = NUMBER) String instance,
            @Option(names = {"-w", "--watch"}, description = "Follow the run to its end, as `instance watch` does.")
            boolean watch) throws InterruptedException {
        var session = Session.of(terminal, options);
        long number = number(session.api(), workflow, instance);
        var path = Api.path("workflows", workflow, "instances", number);
        var declared = restart.wantsParams()
                ? session.api().get(path).path("runtime_workflow").path("params")
                : Json.object();
        var answer = session.api().post(path + "/actions/restart", restart.body("run_params", declared));
        if (watch && answer.path("status").asString("").equals("CREATED"))
            return RunWatch.follow(session, RunId.of(answer)).code();
        session.show(answer, () -> restart.told(answer));
        return Exit.OK.code();
    }

    @Command(description = "Follow a run to its end; the exit code is its outcome.")
    int watch(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow,
            @Parameters(arity = "0..1", paramLabel = "INSTANCE", defaultValue = "latest", description = NUMBER)
            String instance,
            @Option(names = "--run", paramLabel = "N", description = "Number of the run. Default: the latest.")
            Optional<Long> run) throws InterruptedException {
        var session = Session.of(terminal, options);
        return RunWatch.follow(session, RunId.of(view(session.api(), workflow, instance, run))).code();
    }

    @Command(description = "Print the output of a step's attempt.")
    void logs(
            @Mixin ServerOptions options,
            @Parameters(index = "0", paramLabel = "WORKFLOW", description = ID) String workflow,
            @Parameters(index = "1", paramLabel = "INSTANCE", description = NUMBER) String instance,
            @Parameters(index = "2", paramLabel = "STEP", description = "Id of the step.") String step,
            @Option(names = "--run", paramLabel = "N", description = "Number of the run. Default: the latest.")
            Optional<Long> run,
            @Option(names = "--attempt", paramLabel = "N", description = "Number of the attempt. Default: the latest.")
            Optional<Long> attempt,
            @Option(names = "--iteration", paramLabel = "N",
                    description = "Of a step in a loop: the number of the iteration, on all levels, like 2-1.")
            Optional<String> iteration,
            @Option(names = {"-f", "--follow"}, description = "Go on with new lines until the attempt ends.")
            boolean follow) {
        var session = Session.of(terminal, options);
        var id = RunId.of(view(session.api(), workflow, instance, run));
        var place = iteration.map(numbers -> StepPlace.inIteration(session.api(), id, step, numbers));
        StepActions.logs(session, place.map(StepPlace::run).orElse(id), step,
                attempt.or(() -> place.map(StepPlace::attempt)), follow);
    }

    private void act(ServerOptions options, String workflow, String instance, String action) {
        var session = Session.of(terminal, options);
        long number = number(session.api(), workflow, instance);
        var answer = session.api().put(Api.path("workflows", workflow, "instances", number, "actions", action));
        session.show(answer, () -> answer.path("completed").asBoolean(false)
                ? "Instance %d of %s is %s.".formatted(number, workflow, text(answer, "workflow_instance_status"))
                : "Asked instance %d of %s to %s.".formatted(number, workflow, action));
    }

    static JsonNode view(Api api, String workflow, String instance, Optional<Long> run) {
        var path = Api.path("workflows", workflow, "instances", number(api, workflow, instance));
        return api.get(run.map(number -> path + "/runs/" + number).orElse(path));
    }

    /** @param run empty: the latest */
    static RunId run(Api api, String workflow, String instance, Optional<Long> run) {
        return run.map(number -> new RunId(workflow, number(api, workflow, instance), number))
                .orElseGet(() -> RunId.of(view(api, workflow, instance, Optional.empty())));
    }

    static long number(Api api, String workflow, String text) {
        if (text.matches("[0-9]{1,18}")) return Long.parseLong(text);
        if (!text.equalsIgnoreCase("latest")) {
            throw new CliFailure(Exit.USAGE, "not the number of an instance: " + text, "Write a number, or latest.");
        }
        var latest = api.get(Api.path("workflows", workflow, "overview")).path("latest_instance_id").asLong(0);
        if (latest > 0) return latest;
        throw new CliFailure(Exit.NOT_FOUND, workflow + " has no instances yet",
                "Start one with `maestro instance start " + workflow + "`.");
    }
}
