package maestro.server.view;

import java.util.List;
import java.util.Optional;
import maestro.core.loop.InlineIds;
import maestro.core.row.RunLabels;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.core.why.Why;
import maestro.model.json.Json;
import maestro.model.run.Initiator;
import maestro.model.run.InstanceStatus;
import maestro.runtime.store.BriefReads.Labels;
import tools.jackson.databind.node.ObjectNode;

/** A run in a few hundred bytes, for lists. Its texts are cut: {@value #MESSAGE_MAX} characters, {@value #TAGS_MAX} tags. */
public final class BriefRun {
    private static final int MESSAGE_MAX = 200;
    private static final int TAGS_MAX = 8;

    private BriefRun() {}

    /**
     * @param row with its labels
     * @param workflow empty: it was deleted
     * @param cause the attempt that made it end as it did
     */
    public static ObjectNode of(RunRow row, Optional<Labels> workflow, Optional<StepRow> cause) {
        var view = Json.object();
        view.put("workflow_id", row.workflowId());
        view.put("workflow_instance_id", row.instanceId());
        view.put("workflow_run_id", row.runId());
        view.put("workflow_version_id", row.version());
        view.put("status", row.status().name());
        initiator(view, row);
        workflow.filter(labels -> !labels.owner().isEmpty()).ifPresent(labels -> view.put("owner", labels.owner()));
        tags(view, row.labels().tags());
        time(view, "create_time", row.createMillis());
        time(view, "start_time", row.startMillis());
        time(view, "end_time", row.endMillis());
        cause.ifPresent(step -> cause(view.putObject("cause"), step));
        return view;
    }

    /** Whether some step made a run end so. */
    public static boolean caused(InstanceStatus status) {
        return status.terminal() && status != InstanceStatus.SUCCEEDED;
    }

    private static void initiator(ObjectNode view, RunRow row) {
        String by = row.labels().startedBy();
        int slash = by.indexOf('/');
        if (slash > 0) view.put("initiator", by.substring(0, slash)).put("user", by.substring(slash + 1));
        else if (!by.isEmpty()) view.put("initiator", by);
        else if (InlineIds.inline(row.workflowId()))
            view.put("initiator", (row.workflowId().startsWith(InlineIds.FOREACH_PREFIX)
                    ? Initiator.Type.FOREACH
                    : Initiator.Type.WHILE).name());
    }

    private static void tags(ObjectNode view, List<String> tags) {
        if (tags.isEmpty()) return;
        var shown = view.putArray("tags");
        tags.stream().limit(TAGS_MAX).forEach(shown::add);
    }

    private static void cause(ObjectNode view, StepRow step) {
        view.put("step_id", step.stepId()).put("step_attempt_id", step.attempt()).put("status", step.status().name());
        Why.said(step).ifPresent(text -> view.put("message", cut(text)));
    }

    /** Never between the halves of a character. */
    static String cut(String text) {
        if (text.length() <= MESSAGE_MAX) return text;
        int end = Character.isHighSurrogate(text.charAt(MESSAGE_MAX - 2)) ? MESSAGE_MAX - 2 : MESSAGE_MAX - 1;
        return text.substring(0, end) + "…";
    }

    static void time(ObjectNode view, String name, long millis) {
        if (millis > 0) view.put(name, millis);
    }

    /** Of a run that was read whole. */
    static RunLabels labels(RunSource run) {
        return InlineIds.inline(run.row().workflowId()) ? RunLabels.NONE : RunLabels.of(run.head());
    }
}
