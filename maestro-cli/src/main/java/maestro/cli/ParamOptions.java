package maestro.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import maestro.model.MaestroException;
import maestro.model.json.Yaml;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The params that a start or a restart is given. */
final class ParamOptions {
    @Option(names = {"-p", "--param"}, paramLabel = "NAME=VALUE",
            description = "A param; lists and maps in JSON. May be repeated.")
    private Map<String, String> params = new LinkedHashMap<>();

    @Option(names = "--param-file", paramLabel = "FILE",
            description = "Params from a YAML or JSON file of names and values; -p goes before them.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--raw", description = "Take each $ in the values for itself, not as a reference to a param.")
    private boolean raw;

    @Option(names = "--allow-new-params", description = "Also take params that the definition does not declare.")
    private boolean allowNew;

    boolean given() {
        return !params.isEmpty() || file.isPresent();
    }

    /**
     * Long-form params of the types that the definition declares.
     *
     * @param declared name to definition
     * @throws CliFailure USAGE when a name is not declared or a value does not fit its param's type
     */
    ObjectNode of(JsonNode declared) {
        var values = new LinkedHashMap<String, JsonNode>();
        file.ifPresent(path -> read(path).properties().forEach(value -> values.put(value.getKey(), value.getValue())));
        params.forEach((name, text) -> values.put(name, Json.object().stringNode(text)));
        if (!allowNew) RunParams.requireDeclared(values.keySet(), declared);
        return RunParams.of(values, declared, raw);
    }

    private static JsonNode read(Path path) {
        try {
            var tree = Yaml.parse(Files.readString(path));
            if (tree.isObject()) return tree;
            throw new CliFailure(Exit.USAGE, path + " holds no params", "Write one a line: name: value.");
        } catch (MaestroException e) {
            throw new CliFailure(Exit.USAGE, path + ": " + e.getMessage(), "");
        } catch (IOException e) {
            throw new CliFailure(Exit.USAGE, "cannot read " + path + ": " + e, "");
        }
    }
}
