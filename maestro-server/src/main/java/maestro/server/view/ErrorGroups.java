package maestro.server.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.core.why.Why;
import maestro.model.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Failures grouped by what they say, when numbers, ids and what is quoted are left out. */
public final class ErrorGroups {
    private static final int SAMPLES = 3;
    private static final int GROUPS_MAX = 100;
    private static final Pattern ID =
            Pattern.compile("\\b[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b|\\b[0-9a-f]{16,64}\\b");
    private static final Pattern QUOTED = Pattern.compile("'[^'\n]{1,200}'|\"[^\"\n]{1,200}\"");
    private static final Pattern NUMBER = Pattern.compile("\\d+([.,:]\\d+)*");

    private record Failure(RunRow run, String step, String status, String message, long at) {}

    private ErrorGroups() {}

    /**
     * @param runs that failed
     * @param causes the attempts that made them fail, those that are known
     * @param complete false: there are older ones
     */
    public static ObjectNode of(List<RunRow> runs, List<StepRow> causes, boolean complete) {
        var byRun = new HashMap<Long, StepRow>();
        causes.forEach(cause -> byRun.put(cause.runKey(), cause));
        Map<String, List<Failure>> groups = new LinkedHashMap<>();
        for (RunRow run : runs) {
            var failure = failure(run, byRun.get(run.runKey()));
            groups.computeIfAbsent(failure.step() + "\n" + signature(failure.message()), _ -> new ArrayList<>()).add(failure);
        }
        var view = Json.object();
        view.put("failures", runs.size());
        var shown = view.putArray("groups");
        groups.values().stream()
                .sorted((a, b) -> b.size() - a.size())
                .limit(GROUPS_MAX)
                .forEach(group -> group(shown.addObject(), group));
        return view.put("complete", complete && groups.size() <= GROUPS_MAX);
    }

    private static Failure failure(RunRow run, StepRow cause) {
        return cause == null
                ? new Failure(run, "", run.status().name(), "", run.endMillis())
                : new Failure(run, cause.stepId(), cause.status().name(), Why.said(cause).orElse(""), cause.endMillis());
    }

    /** Texts that differ in what is different each time have one signature. */
    static String signature(String message) {
        String text = message.length() > 1_000 ? message.substring(0, 1_000) : message;
        text = ID.matcher(text).replaceAll("#");
        text = QUOTED.matcher(text).replaceAll("'…'");
        return BriefRun.cut(NUMBER.matcher(text).replaceAll("#"));
    }

    private static void group(ObjectNode view, List<Failure> group) {
        var newest = group.getFirst();
        if (!newest.step().isEmpty()) view.put("step_id", newest.step());
        view.put("status", newest.status());
        view.put("signature", signature(newest.message()));
        view.put("message", BriefRun.cut(newest.message()));
        view.put("count", group.size());
        view.put("first_time", group.stream().mapToLong(Failure::at).min().orElse(0));
        view.put("last_time", group.stream().mapToLong(Failure::at).max().orElse(0));
        var samples = view.putArray("samples");
        group.stream().limit(SAMPLES).forEach(failure -> {
            var sample = samples.addObject()
                    .put("workflow_id", failure.run().workflowId())
                    .put("workflow_instance_id", failure.run().instanceId())
                    .put("workflow_run_id", failure.run().runId());
            if (!failure.step().isEmpty()) sample.put("step_id", failure.step());
            sample.put("message", BriefRun.cut(failure.message()));
        });
    }
}
