package maestro.server.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * When members of views are there and when not, as rest-api.md §8, §11 and §19 tell it. A view
 * is known by a member that it always has.
 */
final class Presence {
    private static final Set<String> UPSTREAM = Set.of("SUBWORKFLOW", "FOREACH", "WHILE");
    private static final Set<String> ENDED_RUN = Set.of("TIMED_OUT", "STOPPED", "FAILED", "SUCCEEDED");
    private static final Set<String> COMPLETE =
            Set.of("UNSATISFIED", "SKIPPED", "SUCCEEDED", "COMPLETED_WITH_ERROR");
    private static final Set<String> DEAD = Set.of("USER_FAILED", "PLATFORM_FAILED", "TIMEOUT_FAILED", "FATALLY_FAILED",
            "INTERNALLY_FAILED", "STOPPED", "TIMED_OUT");
    /** Statuses of leaf steps that a rollup names. */
    private static final Set<String> NAMED = Set.of("PAUSED", "WAITING_FOR_SIGNALS", "EVALUATING_PARAMS",
            "WAITING_FOR_PERMITS", "RUNNING", "USER_FAILED", "PLATFORM_FAILED", "TIMEOUT_FAILED", "FATALLY_FAILED",
            "INTERNALLY_FAILED");

    private final Set<String> kinds;
    private final List<String> problems = new ArrayList<>();

    private Presence(Set<String> kinds) {
        this.kinds = kinds;
    }

    /** @param kinds gets the kinds of views that were found */
    static List<String> problems(JsonNode answer, Set<String> kinds) {
        var presence = new Presence(kinds);
        presence.look(answer);
        return presence.problems;
    }

    private void look(JsonNode node) {
        if (node.has("runtime_dag")) run(node);
        if (node.has("step_retry")) step(node);
        if (node.has("total_leaf_count")) rollup(node);
        if (node.has("foreach_identity")) foreach(node);
        if (node.has("loop_identity")) repeated(node);
        if (node.has("timestamp") && node.has("type")) event(node);
        if (node.has("page_info")) page(node);
        node.forEach(this::look);
    }

    private void kind(String kind) {
        kinds.add(kind);
    }

    private void iff(JsonNode node, String pointer, boolean there) {
        if (node.at(pointer).isMissingNode() == there)
            problems.add(pointer + (there ? " is missing" : " is there: " + node.at(pointer)));
    }

    private void require(String rule, boolean holds) {
        if (!holds) problems.add("broken: " + rule);
    }

    private void run(JsonNode run) {
        String status = run.path("status").asString();
        String type = run.at("/initiator/type").asString();
        boolean launched = UPSTREAM.contains(type);
        boolean restarted = run.at("/run_config/policy").asString().startsWith("RESTART");
        boolean started = run.has("start_time");
        if (!type.equals("MANUAL") && !launched) kind("run of " + type);
        kind("run " + status + (launched ? " of " + type : "") + (restarted ? " again" : ""));
        require("a queued run has not started", !status.equals("CREATED") || !started);
        require("a run in progress has started", !status.equals("IN_PROGRESS") || started);
        for (String member : List.of("/execution_id", "/runtime_overview")) iff(run, member, started);
        if (started) iff(run, "/timeline", true);
        iff(run, "/end_time", ENDED_RUN.contains(status));
        iff(run, "/run_config/correlation_id", launched);
        if (launched) iff(run, "/run_config/runtime_tags", true);
        else iff(run, "/run_config/restart_config", restarted);
        if (launched) iff(run, "/run_params/RUN_TS", true);
        else require("a restart shows no run_params", !restarted || run.path("run_params").isEmpty());
        iff(run, "/initiator/user", type.equals("MANUAL"));
        iff(run, "/initiator/ancestors", launched);
        iff(run, "/initiator/trigger_uuid", type.equals("TIME") || type.equals("SIGNAL"));
        iff(run, "/initiator/signal_id_map", type.equals("SIGNAL"));
        require("params are a signal trigger's, and some", !run.at("/initiator").has("params")
                || type.equals("SIGNAL") && !run.at("/initiator/params").isEmpty());
        require("depth", run.at("/initiator/depth").asInt(-1) == run.at("/initiator/ancestors").size());
        iff(run, "/timeout_in_millis", run.at("/runtime_workflow/timeout").isValueNode());
        iff(run, "/artifacts", false);
        overview(run, status);
    }

    private void overview(JsonNode run, String status) {
        var overview = run.path("runtime_overview");
        if (!overview.isMissingNode()) {
            require("total_step_count", overview.path("total_step_count").asInt() == run.path("runtime_dag").size());
            require("run_status is another one", !overview.path("run_status").asString("").equals(status));
            for (var entry : overview.path("step_overview").properties()) {
                require("NOT_CREATED is not listed", !entry.getKey().equals("NOT_CREATED"));
                require("cnt", entry.getValue().path("cnt").asInt() == entry.getValue().path("steps").size());
                for (var times : entry.getValue().path("steps")) require("three entries", times.size() == 3);
            }
        }
        var aggregated = run.path("aggregated_info");
        if (aggregated.isMissingNode()) return;
        require("the instance's status", aggregated.path("workflow_instance_status").asString().equals(status));
        var ids = new HashSet<String>();
        run.at("/runtime_workflow/steps").forEach(wrapped -> wrapped.forEach(step -> ids.add(step.path("id").asString())));
        require("all steps are aggregated", ids.equals(new HashSet<>(aggregated.path("step_aggregated_views").propertyNames())));
    }

    private void step(JsonNode step) {
        var state = step.path("runtime_state");
        String status = state.path("status").asString();
        var wrapper = step.path("definition").properties().iterator().next();
        String kind = wrapper.getKey().equals("step") ? wrapper.getValue().path("type").asString() : wrapper.getKey();
        var definition = wrapper.getValue();
        kind(kind + " " + status);
        iff(definition, "/params", true);
        iff(definition, "/failure_mode", true);
        iff(step, "/step_run_params", step.has("restart_config"));
        signals(step, state, definition);
        iff(step, "/timeout_in_millis", definition.has("timeout") && state.has("initialize_time"));
        iff(state, "/create_time", true);
        iff(state, "/modify_time", true);
        iff(state, "/end_time", COMPLETE.contains(status) || DEAD.contains(status));
        if (!status.equals("INTERNALLY_FAILED"))
            iff(state, "/finish_time", status.equals("SUCCEEDED") || status.equals("FINISHING"));
        if (status.equals("SUCCEEDED") || status.equals("RUNNING"))
            for (String time : List.of("initialize", "wait_signal", "evaluate_param", "wait_permit", "start", "execute"))
                iff(state, "/" + time + "_time", true);
        if (status.equals("SUCCEEDED")) iff(step, "/params/maestro_step_satisfied", true);
        iff(step, "/transition/successors", definition.at("/transition/successors").isObject());
        for (var edge : step.at("/transition/successors")) iff(edge, "/evaluated_result", COMPLETE.contains(status));
        artifacts(step.path("artifacts"), kind, status, definition);
    }

    private void signals(JsonNode step, JsonNode state, JsonNode definition) {
        boolean failed = state.path("status").asString().equals("INTERNALLY_FAILED");
        if (!failed) iff(step, "/signal_outputs", state.has("finish_time"));
        else if (!definition.at("/transition/successors").isObject()) iff(step, "/signal_outputs", false);
        iff(step, "/signal_dependencies", definition.has("signal_dependencies") && state.has("initialize_time"));
        for (var dependency : step.at("/signal_dependencies/dependencies")) {
            String status = dependency.path("status").asString();
            kind("dependency " + status);
            iff(dependency, "/signal_id", status.equals("MATCHED"));
            var params = dependency.path("match_params");
            require("match_params are absent or some", params.isMissingNode() || !params.isEmpty());
        }
        if (!state.path("status").asString().equals("SUCCEEDED")) return;
        for (var output : step.at("/signal_outputs/outputs")) {
            kind("output " + (output.has("announce_time") ? "announced" : "known"));
            iff(output, "/signal_id", true);
        }
        iff(step, "/signal_outputs/info", definition.has("signal_outputs"));
    }

    private void artifacts(JsonNode artifacts, String kind, String status, JsonNode definition) {
        boolean begun = status.equals("SUCCEEDED");
        for (var known : List.of("foreach", "while", "subworkflow")) {
            var artifact = artifacts.path("maestro_" + known);
            if (begun || !kind.equals(known)) iff(artifacts, "/maestro_" + known, kind.equals(known));
            if (!artifact.isMissingNode()) kind("artifact of " + known);
        }
        if (begun && kind.equals("subworkflow"))
            iff(artifacts, "/maestro_subworkflow/subworkflow_overview", definition.path("sync").asBoolean(true));
        if (begun && kind.equals("Http")) iff(artifacts, "/maestro_http/status_code", true);
        if (kind.equals("NoOp") || kind.equals("Sleep")) require("no artifacts", artifacts.isEmpty());
    }

    private void rollup(JsonNode rollup) {
        long sum = 0;
        for (var entry : rollup.path("overview").properties()) {
            sum += entry.getValue().path("cnt").asLong();
            iff(entry.getValue(), "/ref", NAMED.contains(entry.getKey()));
        }
        require("total_leaf_count is the sum", sum == rollup.path("total_leaf_count").asLong(-1));
    }

    private void foreach(JsonNode loop) {
        var overview = loop.path("foreach_overview");
        boolean kept = Set.of("RESTART_FROM_INCOMPLETE", "RESTART_FROM_SPECIFIC").contains(loop.path("run_policy").asString());
        require("ancestor_iteration_count only of what goes on", kept || !loop.has("ancestor_iteration_count"));
        if (kept) iff(loop, "/ancestor_iteration_count", true);
        iff(overview, "/details", overview.has("stats") || overview.has("running_stats"));
        iff(overview, "/running_rollup", overview.has("running_stats"));
        if (overview.has("stats")) iff(overview, "/rollup", true);
        require("stats are of ended ones", ENDED_RUN.containsAll(overview.path("stats").propertyNames()));
        require("running_stats are of live ones",
                overview.path("running_stats").propertyNames().stream().noneMatch(ENDED_RUN::contains));
        var counted = Stream.of("stats", "running_stats")
                .flatMap(stats -> overview.path(stats).propertyNames().stream()).toList();
        require("details are of what is counted",
                new HashSet<>(counted).equals(new HashSet<>(overview.path("details").propertyNames())));
    }

    private void repeated(JsonNode loop) {
        boolean any = loop.path("last_iteration").asLong() > 0;
        iff(loop, "/last_status", any);
        iff(loop, "/last_overview", any);
    }

    private void event(JsonNode event) {
        kind("event " + event.path("type").asString());
        switch (event.path("type").asString()) {
            case "LOG" -> only(event, Set.of("level", "message"), Set.of());
            case "STATUS" -> only(event, Set.of("status"), Set.of());
            case "ACTION" -> only(event, Set.of("action", "author", "message"), Set.of("reason", "info"));
            case "DETAILS" -> only(event, Set.of("status", "message", "retryable"), Set.of("errors"));
            default -> require("a known type of event: " + event, false);
        }
    }

    private void only(JsonNode event, Set<String> always, Set<String> atTimes) {
        var members = new HashSet<>(event.propertyNames());
        members.removeAll(Set.of("timestamp", "type"));
        require("an event has " + always + ": " + event, members.containsAll(always));
        members.removeAll(always);
        require("an event has nothing else: " + event, atTimes.containsAll(members));
    }

    private void page(JsonNode page) {
        var info = page.path("page_info");
        boolean empty = page.path("elements").isEmpty();
        kind(empty ? "an empty page" : "a page");
        for (String cursor : List.of("start_cursor", "end_cursor"))
            require(cursor + " is null on an empty page only", info.path(cursor).isNull() == empty);
        require("start_index is null on an empty page", !empty || info.path("start_index").isNull());
    }
}
