package maestro.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code maestro properties …}: what all versions of a workflow share. */
@Command(name = "properties", addMethodSubcommands = false,
        description = "Read and change what all versions of a workflow share.")
final class PropertiesCommands {
    private final Terminal terminal;

    PropertiesCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(description = "Print the properties in force, or those of an earlier time.")
    void get(@Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = "Id of the workflow.") String workflow,
            @Option(names = "--snapshot", paramLabel = "TIME", defaultValue = "latest",
                    description = "create_time of a snapshot, epoch milliseconds. Default: ${DEFAULT-VALUE}.")
            String snapshot) {
        var session = Session.of(terminal, options);
        show(session, session.api().get(Api.path("workflows", workflow, "properties-snapshot", snapshot)));
    }

    @Command(description = "Change what the given JSON says; the rest stays.")
    void set(@Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = "Id of the workflow.") String workflow,
            @Parameters(paramLabel = "JSON", description = "Such as {\"step_concurrency\": 5}.") String json) {
        var session = Session.of(terminal, options);
        show(session, session.api().post(Api.path("workflows", workflow, "properties"), body(json)));
    }

    @Command(description = "Add a tag to a workflow.")
    void tag(@Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = "Id of the workflow.") String workflow,
            @Parameters(paramLabel = "TAG", description = "Its name.") String tag) {
        var session = Session.of(terminal, options);
        var body = Api.Body.json(Json.object().put("name", tag));
        show(session, session.api().post(Api.path("workflows", workflow, "properties", "tag"), body));
    }

    @Command(description = "Take a tag from a workflow.")
    void untag(@Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = "Id of the workflow.") String workflow,
            @Parameters(paramLabel = "TAG", description = "Its name.") String tag) {
        var session = Session.of(terminal, options);
        show(session, session.api().delete(Api.path("workflows", workflow, "properties", "tag", tag)));
    }

    private static Api.Body body(String json) {
        return Api.Body.json(Json.given("the properties", json));
    }

    private static void show(Session session, JsonNode snapshot) {
        session.show(snapshot, () -> WorkflowText.properties(snapshot));
    }
}
