package maestro.server.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import maestro.model.MaestroException;

/** What a page wants to hear of. */
sealed interface Topic {
    int MAX = 32;

    /** As the caller wrote it. */
    String text();

    /** That something changed that the overview shows. */
    record Home(String text) implements Topic {}

    /** Runs of all workflows. */
    record Runs(String text) implements Topic {}

    /** Runs of one. */
    record Workflow(String text, String id) implements Topic {}

    /** One run and its steps. */
    record Run(String text, String id, long instance, long run) implements Topic {}

    /** That nodes or owners of shards changed. */
    record Cluster(String text) implements Topic {}

    Pattern RUN = Pattern.compile("run:([^/]+)/(\\d{1,18})/(\\d{1,18})");

    /** @throws MaestroException 400 naming the topic */
    static List<Topic> list(String text) {
        var topics = new ArrayList<Topic>();
        for (String part : text.split(",", -1)) {
            Topic topic = of(part);
            if (topics.stream().noneMatch(known -> known.text().equals(topic.text()))) topics.add(topic);
            if (topics.size() > MAX) throw MaestroException.badRequest("'topics' may name at most " + MAX);
        }
        return topics;
    }

    private static Topic of(String text) {
        var run = RUN.matcher(text);
        if (run.matches())
            return new Run(text, run.group(1), Long.parseLong(run.group(2)), Long.parseLong(run.group(3)));
        if (text.startsWith("workflow:") && text.length() > "workflow:".length())
            return new Workflow(text, text.substring("workflow:".length()));
        return switch (text) {
            case "home" -> new Home(text);
            case "runs" -> new Runs(text);
            case "cluster" -> new Cluster(text);
            default -> throw MaestroException.badRequest("'topics' must name home, runs, cluster, workflow:{id} or"
                    + " run:{id}/{instance}/{run}, not '" + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + "'");
        };
    }
}
