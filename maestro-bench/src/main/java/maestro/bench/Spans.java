package maestro.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;

/** How many things go on at the same time. */
final class Spans {
    /** From a begin until just before an end, in any unit; the end is not before the begin. */
    record Span(double begin, double end) {}

    private record Edge(double at, int change) {}

    private Spans() {}

    static int mostAtOnce(Collection<Span> spans) {
        var edges = new ArrayList<Edge>();
        for (var span : spans) {
            edges.add(new Edge(span.begin(), 1));
            edges.add(new Edge(span.end(), -1));
        }
        // Where one ends as another begins the end goes first.
        edges.sort(Comparator.comparingDouble(Edge::at).thenComparingInt(Edge::change));
        int now = 0;
        int most = 0;
        for (var edge : edges) {
            now += edge.change();
            most = Math.max(most, now);
        }
        return most;
    }
}
