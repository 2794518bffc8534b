package maestro.server.ui;

import java.util.List;
import maestro.model.MaestroException;
import maestro.model.auth.Verb;
import maestro.runtime.engine.Engine;
import maestro.runtime.node.Node;
import maestro.server.http.Answer;
import maestro.server.http.Call;
import maestro.server.http.OpenStreams;
import maestro.server.http.Route;
import maestro.server.http.RunSources;
import maestro.server.http.Sse;

/** One stream for all that a browser shows: what changed, the latest of each subject; nothing is replayed. */
final class LiveResource {
    private final Engine engine;
    private final RunSources runs;
    private final Node node;
    private final OpenStreams streams;

    LiveResource(Engine engine, RunSources runs, Node node, OpenStreams streams) {
        this.engine = engine;
        this.runs = runs;
        this.node = node;
        this.streams = streams;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v3/events", this::follow).producing(Sse.TYPE));
    }

    private Answer follow(Call call) {
        String text = call.query("topics").filter(said -> !said.isEmpty()).orElseThrow(() ->
                MaestroException.badRequest("'topics' must name what to hear of, such as runs or workflow:{id}"));
        var topics = Topic.list(text);
        for (Topic topic : topics) {
            switch (topic) {
                case Topic.Run run -> call.require(Verb.READ, run.id());
                case Topic.Workflow workflow -> call.require(Verb.READ, workflow.id());
                case Topic.Runs _, Topic.Home _, Topic.Cluster _ -> {}
            }
        }
        streams.admit();
        return new Answer.Stream(Sse.TYPE, new LiveStream(engine, runs, new Elsewhere(node, engine), topics, call.visible()));
    }
}
