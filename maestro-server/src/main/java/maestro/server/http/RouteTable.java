package maestro.server.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All routes as a tree of path segments. A literal segment goes before a variable one, and that before {@code {name...}},
 * which stands for the rest of a path, whatever it is. Immutable once built.
 */
final class RouteTable {
    /** A route that fits, and the values of its variables. */
    record Match(Route route, SequencedMap<String, String> variables) {}

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();
        Optional<Node> variable = Optional.empty();
        final Map<String, Route> rest = new TreeMap<>();
        final Map<String, Route> routes = new TreeMap<>();
    }

    private static final String REST = "...}";

    private final Node root = new Node();

    RouteTable(List<Route> routes) {
        routes.forEach(this::add);
    }

    private void add(Route route) {
        Node at = root;
        Map<String, Route> routes = root.routes;
        for (String segment : segments(route.template())) {
            if (segment.endsWith(REST)) {
                routes = at.rest;
                break;
            }
            if (segment.startsWith("{")) {
                if (at.variable.isEmpty()) at.variable = Optional.of(new Node());
                at = at.variable.get();
            } else {
                at = at.literals.computeIfAbsent(segment, _ -> new Node());
            }
            routes = at.routes;
        }
        if (routes.putIfAbsent(route.method(), route) != null)
            throw new IllegalStateException("two routes for " + route.method() + " " + route.template());
    }

    /** The route for a method and decoded path segments. */
    Optional<Match> find(String method, List<String> path) {
        return find(root, method, path, 0).map(route -> new Match(route, variables(route, path)));
    }

    /** The methods that the path knows; none when the path is unknown. */
    Set<String> methods(List<String> path) {
        var methods = new TreeSet<String>();
        collect(root, path, 0, methods);
        if (methods.contains("GET")) methods.add("HEAD");
        return methods;
    }

    private static Optional<Route> find(Node at, String method, List<String> path, int depth) {
        if (depth == path.size()) return Optional.ofNullable(at.routes.get(method));
        Node literal = at.literals.get(path.get(depth));
        Optional<Route> found = literal == null ? Optional.empty() : find(literal, method, path, depth + 1);
        if (found.isEmpty() && at.variable.isPresent() && !path.get(depth).isEmpty())
            found = find(at.variable.get(), method, path, depth + 1);
        return found.or(() -> Optional.ofNullable(at.rest.get(method)));
    }

    private static void collect(Node at, List<String> path, int depth, Set<String> methods) {
        if (depth == path.size()) {
            methods.addAll(at.routes.keySet());
            return;
        }
        methods.addAll(at.rest.keySet());
        Node literal = at.literals.get(path.get(depth));
        if (literal != null) collect(literal, path, depth + 1, methods);
        if (!path.get(depth).isEmpty()) at.variable.ifPresent(next -> collect(next, path, depth + 1, methods));
    }

    private static SequencedMap<String, String> variables(Route route, List<String> path) {
        var variables = new LinkedHashMap<String, String>();
        List<String> template = segments(route.template());
        for (int i = 0; i < template.size(); i++) {
            String segment = template.get(i);
            if (segment.endsWith(REST))
                variables.put(
                        segment.substring(1, segment.length() - REST.length()),
                        String.join("/", path.subList(i, path.size())));
            else if (segment.startsWith("{")) variables.put(segment.substring(1, segment.length() - 1), path.get(i));
        }
        return variables;
    }

    /** The segments of a path that begins with a slash; an empty segment counts. */
    static List<String> segments(String path) {
        var segments = new ArrayList<String>();
        int from = 1;
        for (int slash = path.indexOf('/', from); slash >= 0; slash = path.indexOf('/', from)) {
            segments.add(path.substring(from, slash));
            from = slash + 1;
        }
        segments.add(path.substring(Math.min(from, path.length())));
        return segments;
    }
}
