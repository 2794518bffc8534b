package maestro.cli;

import tools.jackson.databind.JsonNode;

/** One run of one instance, and its places in the API. */
record RunId(String workflow, long instance, long run) {
    /** From a start's answer or an instance view. */
    static RunId of(JsonNode view) {
        return new RunId(
                view.path("workflow_id").asString(""),
                view.path("workflow_instance_id").asLong(0),
                view.path("workflow_run_id").asLong(0));
    }

    String path() {
        return Api.path("workflows", workflow, "instances", instance, "runs", run);
    }

    String events() {
        return path() + "/events";
    }

    String steps() {
        return path() + "/steps";
    }

    String attempt(String step, long number) {
        return Api.path("workflows", workflow, "instances", instance, "runs", run, "steps", step, "attempts", number);
    }

    String logs(String step, long attempt) {
        return attempt(step, attempt) + "/logs";
    }

    /** How users name it in commands. */
    String words() {
        return workflow + " " + instance + (run > 1 ? " --run " + run : "");
    }
}
