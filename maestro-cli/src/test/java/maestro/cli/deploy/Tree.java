package maestro.cli.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** YAML as others read it, with merge keys, and paths to look into it. Immutable. */
record Tree(Object node) {
    static List<Tree> all(String yaml) {
        var documents = new ArrayList<Tree>();
        new Load(LoadSettings.builder().build()).loadAllFromString(yaml)
                .forEach(document -> documents.add(new Tree(merged(document))));
        return documents;
    }

    /** Keys and indexes, separated by slashes. @throws AssertionError when there is nothing */
    Tree at(String path) {
        Object here = node;
        for (String name : path.split("/")) {
            here = switch (here) {
                case Map<?, ?> map -> map.get(name);
                case List<?> list -> list.get(Integer.parseInt(name));
                case null, default -> null;
            };
            if (here == null) {
                throw new AssertionError("nothing at " + path + " of " + node);
            }
        }
        return new Tree(here);
    }

    boolean has(String name) {
        return node instanceof Map<?, ?> map && map.containsKey(name);
    }

    String text() {
        return String.valueOf(node);
    }

    int number() {
        return (Integer) node;
    }

    List<Tree> items() {
        return ((List<?>) node).stream().map(Tree::new).toList();
    }

    Map<String, Tree> entries() {
        var entries = new LinkedHashMap<String, Tree>();
        ((Map<?, ?>) node).forEach((name, value) -> entries.put(String.valueOf(name), new Tree(value)));
        return entries;
    }

    private static Object merged(Object node) {
        return switch (node) {
            case Map<?, ?> map -> {
                var whole = new LinkedHashMap<Object, Object>();
                if (map.get("<<") instanceof Map<?, ?> under) {
                    whole.putAll((Map<?, ?>) merged(under));
                }
                map.forEach((name, value) -> {
                    if (!"<<".equals(name)) {
                        whole.put(name, merged(value));
                    }
                });
                yield whole;
            }
            case List<?> list -> list.stream().map(Tree::merged).toList();
            case null -> "";
            default -> node;
        };
    }
}
