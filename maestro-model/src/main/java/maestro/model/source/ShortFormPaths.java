package maestro.model.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import maestro.model.source.DocumentPaths.Way;
import tools.jackson.databind.JsonNode;

/** Follows the paths of a create request through the YAML document that it was translated from (definition.md §15). */
final class ShortFormPaths {
    private static final Pattern STEP =
            Pattern.compile("\\.steps\\[(\\d{1,6})](?:\\.(step|subworkflow|foreach|while))?(?=[.\\[]|$)");

    private ShortFormPaths() {}

    static Way follow(JsonNode document, String path) {
        for (String top : List.of("workflow", "Workflow")) {
            if (!document.has(top)) continue;
            for (String prefix : List.of("workflow", "properties")) {
                int length = DocumentPaths.eaten(path, prefix);
                if (length > 0) return owner(document.get(top), path.substring(length)).after(List.of(top));
            }
        }
        return new Way(List.of(), path);
    }

    /** In the workflow or in a job. */
    private static Way owner(JsonNode owner, String path) {
        var step = STEP.matcher(path);
        if (step.lookingAt()) {
            int index = Integer.parseInt(step.group(1));
            var job = owner.path("jobs").path(index);
            if (job.size() != 1) return new Way(List.of(), path);
            var wrapper = job.properties().iterator().next();
            return owner(wrapper.getValue(), path.substring(step.end())).after(List.of("jobs", index, wrapper.getKey()));
        }
        if (path.equals(".steps") && owner.has("jobs")) return new Way(List.of("jobs"), "");
        int params = DocumentPaths.eaten(path, "params");
        if (params > 0) return param(owner, path.substring(params));
        if (path.startsWith(".transition")) return transition(owner, path);
        return DocumentPaths.follow(owner, path);
    }

    private static Way param(JsonNode owner, String path) {
        for (String group : List.of("workflow_params", "job_params")) {
            if (owner.has(group)) {
                var way = named(owner.get(group), path);
                if (way.whole()) return way.after(List.of(group));
            }
        }
        int loop = DocumentPaths.eaten(path, "loop_params");
        if (loop > 0) return loopParam(owner, path.substring(loop));
        for (String[] names : new String[][] {
            {"subworkflow_id", "workflow_id", "id"}, {"subworkflow_version", "version", "workflow_version"}
        }) {
            if (DocumentPaths.eaten(path, names[0]) > 0) {
                for (String name : names) if (owner.has(name)) return new Way(List.of(name), "");
            }
        }
        return named(owner, path);
    }

    private static Way loopParam(JsonNode owner, String path) {
        int value = DocumentPaths.eaten(path, "value");
        var rest = path.substring(value);
        for (String group : List.of("loop_params", "params", "ranges")) {
            if (!owner.has(group)) continue;
            var way = named(owner.get(group), rest);
            if (rest.isEmpty() || way.whole()) return way.after(List.of(group));
        }
        return new Way(List.of(), path);
    }

    /** A param by its name, whatever its key says besides. */
    private static Way named(JsonNode members, String path) {
        if (path.isEmpty()) return new Way(List.of(), "");
        for (var member : members.properties()) {
            int length = DocumentPaths.eaten(path, bare(member.getKey()));
            if (length == 0) continue;
            var rest = path.substring(length).replaceFirst("^\\.(value|expression|name|type)(?=[.\\[]|$)", "");
            var below = member.getValue().isObject()
                    ? named(member.getValue(), rest)
                    : DocumentPaths.follow(member.getValue(), rest);
            return new Way(below.after(List.of(member.getKey())).steps(), "");
        }
        return new Way(List.of(), path);
    }

    /** The name in a key such as {@code !name<long>(constant)}. */
    static String bare(String key) {
        String name = key.strip();
        if (name.startsWith("!")) name = name.substring(1);
        int end = name.length();
        for (char mark : new char[] {'<', '('}) {
            int at = name.indexOf(mark);
            if (at >= 0) end = Math.min(end, at);
        }
        return name.substring(0, end).strip();
    }

    private static Way transition(JsonNode job, String path) {
        var target = path.replaceFirst("^\\.transition(\\.successors)?[.\\[]?", "").replaceFirst("]$", "");
        var entries = job.path("transition");
        if (entries.isString()) return new Way(List.of("transition"), "");
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.get(i).asString("").strip();
            if (entry.equals(target) || entry.endsWith(" " + target)) {
                return new Way(new ArrayList<>(List.of("transition", i)), "");
            }
        }
        return job.has("transition") ? new Way(List.of("transition"), "") : new Way(List.of("id"), "");
    }
}
