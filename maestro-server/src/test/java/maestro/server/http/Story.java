package maestro.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What a client does in a scenario and sees of its runs, over HTTP. */
record Story(Running server) {
    static final String INCOMPLETE = "{\"restart_policy\": \"RESTART_FROM_INCOMPLETE\"}";
    private static final String WORKFLOWS = "/api/v3/workflows/";
    private static final Set<String> LIVE = Set.of("CREATED", "IN_PROGRESS", "PAUSED");

    /** One instance of a workflow. */
    record Run(String workflow, long instance) {
        String path() {
            return WORKFLOWS + workflow + "/instances/" + instance;
        }
    }

    /** Pushes and starts. */
    Run run(String workflow, String... steps) {
        server.push(workflow, "", steps);
        return start(workflow);
    }

    void push(String workflow, String properties, String more, String... steps) {
        var reply = server.post("/api/v3/workflows", """
                {"properties": {"owner": "amy", %s}, "workflow": {"id": "%s", %s "steps": [%s]}}"""
                .formatted(properties, workflow, more, String.join(",", steps)));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    Run start(String workflow) {
        return new Run(workflow, server.start(workflow));
    }

    JsonNode get(String path) {
        return server.http.get(path).json();
    }

    JsonNode view(Run run) {
        return get(run.path());
    }

    String status(Run run) {
        return view(run).path("status").asString();
    }

    /** The status of the latest attempt over all runs; {@code NOT_CREATED} when there is none. */
    String step(Run run, String step) {
        return get(run.path() + "/steps/" + step).at("/runtime_state/status").asString("NOT_CREATED");
    }

    /** {@code a=SUCCEEDED b=NOT_CREATED}, over all runs. */
    String steps(Run run) {
        return view(run).at("/aggregated_info/step_aggregated_views").propertyStream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().path("status").asString())
                .collect(Collectors.joining(" "));
    }

    /** In which run each step of the instance stands now: {@code a=1 b=2}. */
    String runIds(Run run) {
        return view(run).at("/aggregated_info/step_aggregated_views").propertyStream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().path("workflow_run_id").asInt())
                .collect(Collectors.joining(" "));
    }

    /** Statuses of all attempts of the latest run, the first one first. */
    List<String> attempts(Run run, String step) {
        String path = run.path() + "/runs/" + runId(run) + "/steps/" + step + "/attempts/";
        return Stream.iterate(1, number -> number + 1)
                .map(number -> server.http.get(path + number))
                .takeWhile(attempt -> attempt.status() == 200)
                .map(attempt -> attempt.json().at("/runtime_state/status").asString())
                .toList();
    }

    long runId(Run run) {
        return view(run).path("workflow_run_id").asLong();
    }

    /** The run that a subworkflow step started. */
    Run child(Run run, String step) {
        var artifact = artifact(run, step, "maestro_subworkflow");
        return new Run(
                artifact.path("subworkflow_id").asString(), artifact.path("subworkflow_instance_id").asLong());
    }

    /** An iteration of a foreach step. */
    Run iteration(Run run, String step, long number) {
        return new Run(artifact(run, step, "maestro_foreach").path("foreach_workflow_id").asString(), number);
    }

    JsonNode artifact(Run run, String step, String name) {
        String path = run.path() + "/steps/" + step;
        until(path + " has no " + name, () -> get(path).path("artifacts").has(name));
        return get(path).path("artifacts").path(name);
    }

    Http.Reply restart(Run run, String step, String body) {
        var reply = server.post(run.path() + (step.isEmpty() ? "" : "/steps/" + step) + "/actions/restart", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply;
    }

    /** An action on a step, or on the instance when the step is empty. */
    Http.Reply act(Run run, String step, String action) {
        String what = step.isEmpty() ? "" : "/steps/" + step;
        var reply = server.put(run.path() + what + "/actions/" + action);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply;
    }

    void awaitStep(Run run, String step, String status) {
        until(run + " " + step + " is not " + status, () -> step(run, step).equals(status));
    }

    void await(Run run, String status) {
        until(run + " is not " + status, () -> status(run).equals(status));
    }

    /** Waits for the end, however it comes. */
    String end(Run run) {
        until(run + " does not end", () -> !LIVE.contains(status(run)));
        return status(run);
    }

    static void until(String otherwise, BooleanSupplier holds) {
        long patience = System.nanoTime() + 20_000_000_000L;
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as(otherwise).isLessThan(patience);
        }
    }
}
