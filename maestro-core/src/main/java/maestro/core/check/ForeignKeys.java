package maestro.core.check;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.core.param.SleepSeconds;
import maestro.model.definition.Step;
import maestro.model.definition.StepType;

/** The fields of the short YAML form, and what other systems call the same things. */
final class ForeignKeys {
    static final Set<String> WORKFLOW_FIELDS = Set.of(
            "id", "name", "description", "owner", "timeout", "criticality", "run_strategy", "workflow_concurrency",
            "step_concurrency", "instance_step_concurrency", "tags", "time_triggers", "signal_triggers", "jobs", "dag",
            "workflow_params", "on_failure", "on_success");
    private static final List<String> JOB_FIELDS = List.of(
            "id", "name", "description", "failure_mode", "tags", "timeout", "transition", "job_params",
            "signal_dependencies", "signal_outputs");

    private static final Map<String, String> IN_JOB = new HashMap<>();
    private static final Map<String, String> IN_WORKFLOW = new HashMap<>();

    static {
        job("say what follows in the job before: transition: [this job's id], or dag: sequential",
                "depends_on", "needs", "upstream", "dependencies", "depends", "requires", "after", "wait_for", "predecessors");
        job("write transition: [the next job's id]", "next", "then", "successors", "downstream", "transitions", "goto");
        job("write retry_policy: {error_retry_limit: 3, backoff: {type: FIXED_BACKOFF, error_retry_backoff_in_secs: 5}}",
                "retries", "retry", "max_retries", "retry_limit", "retry_count", "attempts", "max_attempts", "retry_delay",
                "backoff", "retry_strategy", "retrypolicy", "error_retry_limit");
        job("write the condition in the job before: transition: [IF … THEN this job's id]",
                "when", "if", "only_if", "run_if", "conditions", "trigger_rule");
        job("write failure_mode: IGNORE_FAILURE, FAIL_IMMEDIATELY or FAIL_AFTER_RUNNING",
                "allow_failure", "continue_on_error", "ignore_errors", "ignore_failure", "on_error", "failure_policy",
                "allowfailure");
        job("write it in the workflow: on_failure: {workflow: an id} or on_failure: {webhook: a URL}",
                "on_failure", "on_success", "on_failure_callback", "on_success_callback", "notify", "alerts");
        job("write timeout: 30m", "execution_timeout", "timeout_seconds", "time_limit", "deadline",
                "active_deadline_seconds", "timeout_in_secs");
        job("write script: …, in a job of type shell", "command", "cmd", "run", "bash", "bash_command", "code", "exec",
                "source", "inline", "commands", "python_callable", "query");
        job("write interpreter: python3", "shell", "executable", "language");
        job("write env: {NAME: value}", "environment", "envs", "env_vars", "env_variables");
        job("write working_dir: /an/absolute/folder", "cwd", "workdir", "working_directory", "chdir");
        job("make it a foreach: foreach: {id: …, loop_params: {item: […]}, jobs: […]}", "with_items", "with_param",
                "matrix", "for_each", "foreach", "loop", "expand", "items");
        job("write concurrency: N in the foreach, or step_concurrency: N in the workflow",
                "max_parallel", "parallelism", "max_concurrency", "concurrencylimit");
        job("declare each output as a param with a value to begin with, such as rows: 0", "outputs", "output");
        job("write sleep_seconds: 90, or a duration such as 1h 30m", "seconds", "duration", "wait", "delay", "sleep");
        job("write type: shell, sleep, http, noop, or the name of a job template", "kind", "uses", "task", "operator");
        job("write tags: [name], and give the tag a permit", "pool", "queue", "priority");
        workflow("write time_triggers: [{type: CRON, cron: '0 6 * * *'}]",
                "schedule", "schedule_interval", "cron", "triggers", "schedules", "timetable", "interval");
        workflow("write run_strategy: PARALLEL and workflow_concurrency: N",
                "max_active_runs", "concurrency", "concurrency_policy", "parallel");
        workflow("write step_concurrency: N", "max_parallel", "parallelism", "max_active_tasks", "max_concurrency");
        workflow("params are keys of the workflow themselves, or stand under workflow_params",
                "params", "vars", "variables", "inputs", "parameters", "arguments", "defaults", "default_args", "env");
        workflow("write jobs: [{job: {…}}]", "tasks", "steps", "nodes", "job", "templates");
        workflow("write it in each job: retry_policy: {error_retry_limit: 3}",
                "retries", "retry", "retry_policy", "max_retries", "retry_delay");
        workflow("write on_failure: {workflow: an id} or on_failure: {webhook: a URL}",
                "on_failure_callback", "on_success_callback", "exit_handler", "onexit", "on_exit", "hooks", "listeners",
                "alerts", "alarms", "notifications", "notify", "errors");
        workflow("write it in each job: failure_mode: FAIL_IMMEDIATELY", "failure_mode", "fail_fast", "on_error");
        workflow("write dag: sequential, or transition: […] in the jobs", "transition", "depends_on", "edges", "flow");
        workflow("write timeout: 2h", "execution_timeout", "dagrun_timeout", "timeout_seconds", "deadline", "time_limit");
    }

    private ForeignKeys() {}

    private static void job(String advice, String... names) {
        for (String name : names) IN_JOB.put(name, advice);
    }

    private static void workflow(String advice, String... names) {
        for (String name : names) IN_WORKFLOW.put(name, advice);
    }

    /** How to say what another system calls so. */
    static Optional<String> inJob(String name) {
        return Optional.ofNullable(IN_JOB.get(plain(name)));
    }

    static Optional<String> inWorkflow(String name) {
        return Optional.ofNullable(IN_WORKFLOW.get(plain(name)));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    static Set<String> fields(Step step) {
        var fields = new LinkedHashSet<>(JOB_FIELDS);
        switch (step) {
            case Step.Leaf leaf -> {
                fields.addAll(List.of("type", "type_version", "retry_policy"));
                if (leaf.type() == StepType.SLEEP) fields.add(SleepSeconds.NAME);
                if (leaf.type().script()) fields.add("args");
            }
            case Step.Subworkflow _ ->
                fields.addAll(List.of("workflow_id", "version", "subworkflow_id", "sync", "explicit_params"));
            case Step.Foreach _ ->
                fields.addAll(List.of("concurrency", "loop_params", "ranges", "jobs", "dag", "strict_ordering"));
            case Step.While _ -> fields.addAll(List.of("condition", "loop_params", "jobs", "dag"));
            case Step.Template _ -> { }
        }
        return fields;
    }
}
