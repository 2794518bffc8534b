package maestro.runtime.node;

import java.util.ArrayList;
import java.util.List;
import maestro.core.state.RunIdentity;
import maestro.model.json.Json;
import maestro.runtime.engine.FeedEvent;
import maestro.runtime.shard.FeedCodec;
import maestro.runtime.shard.FeedCodec.Stored;
import tools.jackson.databind.node.ObjectNode;

/** Stored changes as the events that watchers see (events.md §2): live and later the same, with the same ids. */
final class FeedEvents {
    static final String STEP = "STEP_INSTANCE_STATUS_CHANGE_EVENT";
    static final String RUN = "WORKFLOW_INSTANCE_STATUS_CHANGE_EVENT";

    private FeedEvents() {}

    /** One run's events of one stored batch; an event's id is the batch's and its place among them. */
    static List<FeedEvent> of(int shard, long lastSeq, byte[] stored, RunIdentity run) {
        var events = new ArrayList<FeedEvent>();
        for (Stored change : FeedCodec.decode(stored, run)) {
            String id = new FeedId(shard, lastSeq, events.size()).text();
            events.add(event(id, run, change));
        }
        return events;
    }

    private static FeedEvent event(String id, RunIdentity run, Stored change) {
        var json = identity(run);
        boolean last = change instanceof Stored.Run moved && moved.to().terminal();
        String type =
                switch (change) {
                    case Stored.Run(_, var from, var to, var at) -> {
                        json.put("old_status", from.name())
                                .put("new_status", to.name())
                                .put("event_time", at);
                        yield RUN;
                    }
                    case Stored.Step(_, var stepId, var attempt, var moves) -> {
                        json.put("step_id", stepId).put("step_attempt_id", attempt);
                        var records = json.putArray("status_change_records");
                        moves.forEach(move -> records.addObject()
                                .put("old_status", move.from().name())
                                .put("new_status", move.to().name())
                                .put("event_time", move.at()));
                        yield STEP;
                    }
                };
        json.put("type", type);
        return new FeedEvent(id, run.workflowId(), run.instanceId(), run.runId(), type, Json.text(json), last);
    }

    private static ObjectNode identity(RunIdentity run) {
        return Json.object()
                .put("workflow_id", run.workflowId())
                .put("workflow_instance_id", run.instanceId())
                .put("workflow_run_id", run.runId())
                .put("workflow_uuid", run.uuid());
    }
}
