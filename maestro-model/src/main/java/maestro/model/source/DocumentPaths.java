package maestro.model.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Follows the paths of messages through a document: {@code a.b[2].c} and {@code a.b[name]}, with keys as they are
 * written or in camel case, and without the wrappers of steps.
 */
final class DocumentPaths {
    /**
     * How far a path leads.
     *
     * @param steps keys and indexes
     * @param rest what could not be followed
     */
    record Way(List<Object> steps, String rest) {
        boolean whole() {
            return rest.isEmpty();
        }

        Way after(List<Object> before) {
            var all = new ArrayList<>(before);
            all.addAll(steps);
            return new Way(List.copyOf(all), rest);
        }
    }

    private DocumentPaths() {}

    static Way follow(JsonNode node, String path) {
        if (path.isEmpty()) return new Way(List.of(), "");
        if (node.isArray()) {
            int end = path.startsWith("[") ? path.indexOf(']') : -1;
            if (end < 0 || !path.substring(1, end).matches("\\d{1,6}")) return new Way(List.of(), path);
            int index = Integer.parseInt(path.substring(1, end));
            if (index >= node.size()) return new Way(List.of(), path);
            return follow(node.get(index), path.substring(end + 1)).after(List.of(index));
        }
        var best = new Way(List.of(), path);
        for (var member : node.properties()) {
            int length = eaten(path, member.getKey());
            if (length > 0) {
                var way = follow(member.getValue(), path.substring(length)).after(List.of(member.getKey()));
                if (way.rest().length() < best.rest().length()) best = way;
            }
        }
        if (!best.whole() && node.size() == 1) { // a wrapper, which messages leave out
            var inside = node.properties().iterator().next();
            var way = follow(inside.getValue(), path);
            if (way.rest().length() < best.rest().length()) best = way.after(List.of(inside.getKey()));
        }
        return best;
    }

    /** The characters of the path that mean this key; 0: the path goes another way. */
    static int eaten(String path, String key) {
        if (path.startsWith("[" + key + "]")) return key.length() + 2;
        int dot = path.startsWith(".") ? 1 : 0;
        for (String form : List.of(key, camel(key))) {
            int end = dot + form.length();
            if (path.startsWith(form, dot) && (end == path.length() || ".[".indexOf(path.charAt(end)) >= 0)) return end;
        }
        return 0;
    }

    private static String camel(String key) {
        var parts = key.split("_");
        var text = new StringBuilder(parts.length == 0 ? key : parts[0]);
        for (int i = 1; i < parts.length; i++) {
            if (!parts[i].isEmpty()) {
                text.append(parts[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(parts[i].substring(1));
            }
        }
        return text.toString();
    }

    static String written(List<Object> steps) {
        var text = new StringBuilder();
        for (var step : steps) {
            if (step instanceof Integer) text.append('[').append(step).append(']');
            else text.append(text.isEmpty() ? "" : ".").append(step);
        }
        return text.toString();
    }
}
