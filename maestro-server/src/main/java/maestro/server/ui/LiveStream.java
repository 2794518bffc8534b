package maestro.server.ui;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import maestro.core.row.RunRow;
import maestro.model.json.Json;
import maestro.runtime.engine.Engine;
import maestro.runtime.store.BriefReads.RunName;
import maestro.runtime.store.StoreUnavailable;
import maestro.runtime.store.Visible;
import maestro.server.http.Answer;
import maestro.server.http.RunSources;
import maestro.server.http.Sse;
import maestro.server.view.BriefSteps;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what changes to one reader. {@code hello} begins each topic; {@code reset} says that something was left out, after
 * either the reader reads once; {@code end} says that nothing more will come of it. Of each subject the latest is sent, at
 * most five times a second for lists, twenty times for a run, once for the rest. Where another node runs the shard, a look
 * twice a second finds that something changed.
 */
final class LiveStream implements Answer.Writer {
    private static final long HEARTBEAT_NANOS = 10_000_000_000L;
    private static final long LOOK_MILLIS = 500;
    private static final long ROUND_MILLIS = 50;
    private static final long LIST_NANOS = 200_000_000L;
    private static final long SLOW_NANOS = 1_000_000_000L;
    private static final int ROWS_MAX = 200;

    private final Engine engine;
    private final RunSources runs;
    private final Elsewhere elsewhere;
    private final List<Topic> topics;
    private final Visible visible;
    private final Changes changes = new Changes();
    private final Map<Topic, String> sent = new HashMap<>();
    private final Map<Topic, Long> since = new HashMap<>();
    private final Map<Topic, Integer> shards = new HashMap<>();
    private final Set<Topic> over = new HashSet<>();
    private final Set<RunName> listed = new LinkedHashSet<>();
    private final Set<RunName> stepped = new LinkedHashSet<>();
    private boolean below;
    private boolean lost;
    private boolean any;
    private Set<Integer> moved = Set.of();
    private long listNanos;
    private long slowNanos;

    LiveStream(Engine engine, RunSources runs, Elsewhere elsewhere, List<Topic> topics, Visible visible) {
        this.engine = engine;
        this.runs = runs;
        this.elsewhere = elsewhere;
        this.topics = new ArrayList<>(topics);
        this.visible = visible;
    }

    @Override
    public void write(OutputStream out) throws IOException, InterruptedException {
        var sse = new Sse(out);
        long beat = System.nanoTime();
        try (var _ = engine.watch(changes::heard)) {
            for (Topic topic : topics) if (topic instanceof Topic.Run run) see(run);
            for (Topic topic : topics) tell(sse, "hello", topic);
            sse.heartbeat();
            while (!topics.isEmpty()) {
                changes.await(LOOK_MILLIS);
                gather();
                round(sse);
                if (System.nanoTime() - beat > HEARTBEAT_NANOS) {
                    sse.heartbeat();
                    beat = System.nanoTime();
                }
                TimeUnit.MILLISECONDS.sleep(ROUND_MILLIS);
            }
        }
    }

    private void gather() {
        var heard = changes.take();
        listed.addAll(heard.runs());
        stepped.addAll(heard.runs());
        stepped.addAll(heard.steps());
        below |= heard.below();
        lost |= heard.lost() || listed.size() > ROWS_MAX;
        any |= !heard.runs().isEmpty();
    }

    private void round(Sse sse) throws IOException {
        long now = System.nanoTime();
        try {
            moved = elsewhere.moved();
            lost |= !moved.isEmpty();
            any |= lost;
            boolean slow = now - slowNanos > SLOW_NANOS;
            for (Topic topic : List.copyOf(topics)) if (topic instanceof Topic.Run run) run(sse, run, slow);
            stepped.clear();
            if (now - listNanos > LIST_NANOS && (!listed.isEmpty() || lost)) lists(sse, now);
            if (slow) slow(sse, now);
        } catch (StoreUnavailable away) {
            lost = true; // told when the store is back
        }
        sse.flush();
    }

    /** A run is read again when it changed, and once a second while iterations of loops change. */
    private void run(Sse sse, Topic.Run topic, boolean slow) throws IOException {
        boolean remote = moved.contains(shards.get(topic));
        boolean own = stepped.contains(new RunName(topic.id(), topic.instance(), topic.run()));
        if (!own && !remote && !over.contains(topic) && !(slow && (below || lost))) return;
        String before = sent.get(topic);
        boolean there = see(topic);
        String now = sent.get(topic);
        if (there && !now.equals(before)) sse.event("", "steps", now);
        if (over.contains(topic)) {
            tell(sse, "end", topic);
            topics.remove(topic);
        }
    }

    /** Reads what changed since it was read last. */
    private boolean see(Topic.Run topic) {
        Optional<RunRow> row = runs.find(topic.id(), topic.instance(), Optional.of(topic.run()));
        if (row.isEmpty() || row.get().status().terminal()) over.add(topic);
        if (row.isEmpty()) return false;
        shards.put(topic, row.get().shard());
        var labels = runs.briefs().labels(List.of(topic.id())).stream().findFirst();
        var view = BriefSteps.of(runs.plain(row.get()), labels, since.getOrDefault(topic, row.get().modifyMillis()));
        since.put(topic, view.path("until").asLong());
        sent.put(topic, Json.text(view.put("topic", topic.text())));
        return true;
    }

    private void lists(Sse sse, long now) throws IOException {
        listNanos = now;
        if (lost && now - slowNanos <= SLOW_NANOS) return;
        List<Topic> lists = topics.stream()
                .filter(topic -> topic instanceof Topic.Runs || topic instanceof Topic.Workflow)
                .toList();
        if (lost) {
            for (Topic topic : lists) tell(sse, "reset", topic);
        } else if (!lists.isEmpty()) {
            var rows = runs.briefs().runs(listed.stream().filter(run -> visible.shows(run.workflowId())).toList());
            var views = runs.brief(rows);
            for (Topic topic : lists) {
                var event = Json.object().put("topic", topic.text());
                var shown = event.putArray("runs");
                rows.stream().filter(row -> of(topic, row)).forEach(row -> shown.add(views.get(row.runKey())));
                if (!shown.isEmpty()) sse.event("", "runs", Json.text(event));
            }
        }
        listed.clear();
        lost = false;
    }

    private static boolean of(Topic topic, RunRow row) {
        return !(topic instanceof Topic.Workflow(_, var id)) || row.workflowId().equals(id);
    }

    private void slow(Sse sse, long now) throws IOException {
        slowNanos = now;
        boolean cluster = elsewhere.changed();
        for (Topic topic : topics) {
            if (topic instanceof Topic.Home && any || topic instanceof Topic.Cluster && cluster) tell(sse, "changed", topic);
        }
        any = false;
        below = false;
    }

    private static void tell(Sse sse, String event, Topic topic) throws IOException {
        ObjectNode data = Json.object().put("topic", topic.text());
        sse.event("", event, Json.text(data));
    }
}
