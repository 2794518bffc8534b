package maestro.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Supplier;
import maestro.core.check.ShortForm;
import maestro.model.MaestroException;
import maestro.model.definition.CreateRequest;
import maestro.model.definition.Definitions;
import maestro.model.definition.TemplateTypes;
import tools.jackson.databind.JsonNode;

/**
 * A workflow definition as a user wrote it: a create request in JSON or YAML, or the YAML DSL of definition.md §15. The
 * text goes to the server as it is, so that errors name the user's own lines; a create request in YAML is the exception
 * and becomes JSON, as the server takes that form in JSON only.
 *
 * @param name for messages: the path as given, or "standard input"
 */
record DefinitionFile(String name, boolean dsl, Api.Body body) {
    private static final long BYTES_MAX = 1 << 20;

    /** Reads a file, or standard input for {@code -}; what cannot be read or parsed is a usage error. */
    static DefinitionFile read(Path path) {
        return of(source(path));
    }

    /** The text of a file, and the folder that what it names is in. */
    record Source(String name, String text, Path folder) {}

    static Source source(Path path) {
        boolean stdin = path.toString().equals("-");
        var name = stdin ? "standard input" : path.toString();
        var folder = stdin ? Path.of("") : path.toAbsolutePath().normalize().getParent();
        return new Source(name, text(path, stdin, name), folder.toAbsolutePath());
    }

    static DefinitionFile of(Source source) {
        return of(source.name(), source.text(), source.folder());
    }

    static DefinitionFile of(String name, String text, Path folder) {
        boolean json = text.stripLeading().startsWith("{");
        var tree = parse(name, text, json);
        var workflow = tree.path("workflow");
        boolean dsl = workflow.has("jobs") || !json && !workflow.has("steps");
        if (dsl) {
            return new DefinitionFile(name, true, new Api.Body("application/yaml", WorkflowDir.fillDsl(text, folder)));
        }
        var request = json ? text : Json.compact(tree);
        return new DefinitionFile(name, false,
                new Api.Body("application/json", WorkflowDir.fillRequest(request, folder)));
    }

    /**
     * As the server will read it.
     *
     * @throws MaestroException when it would refuse it
     */
    CreateRequest request(TemplateTypes templates) {
        return dsl
                ? ShortForm.request(maestro.model.json.Yaml.parse(body.text()), templates)
                : Definitions.fromJson(maestro.model.json.Json.parse(body.text()));
    }

    JsonNode push(Api api) {
        return naming(() -> api.post(dsl ? Api.path("workflows", "yaml") : Api.path("workflows"), body))
                .path("workflow_definition");
    }

    /** What a push would answer, refusals too, without storing it. */
    JsonNode rehearse(Api api) {
        var path = Api.path("workflows", "actions", "validate");
        return naming(() -> api.put((dsl ? path + "/yaml" : path) + "?push=true", body));
    }

    private JsonNode naming(Supplier<JsonNode> call) {
        try {
            return call.get();
        } catch (CliFailure e) {
            throw e.exit() == Exit.REFUSED ? e.about(name) : e;
        }
    }

    /** As the server reads it, so that the same is wrong here and there. */
    private static JsonNode parse(String name, String text, boolean json) {
        try {
            return json ? maestro.model.json.Json.parse(text) : maestro.model.json.Yaml.parse(text);
        } catch (MaestroException e) {
            throw new CliFailure(Exit.USAGE, name + ": " + e.getMessage(), "");
        }
    }

    private static String text(Path path, boolean stdin, String name) {
        try {
            if (!stdin && Files.isDirectory(path)) throw unreadable(name, "it is a folder");
            if (!stdin && Files.size(path) > BYTES_MAX) throw unreadable(name, "it is larger than 1 MiB");
            var bytes = stdin ? System.in.readNBytes((int) BYTES_MAX) : Files.readAllBytes(path);
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (NoSuchFileException _) {
            throw unreadable(name, "there is no such file");
        } catch (CharacterCodingException _) {
            throw unreadable(name, "it is not UTF-8 text");
        } catch (IOException e) {
            throw unreadable(name, e.toString());
        }
    }

    private static CliFailure unreadable(String name, String why) {
        return new CliFailure(Exit.USAGE, "cannot read " + name + ": " + why, "");
    }
}
