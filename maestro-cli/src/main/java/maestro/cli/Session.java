package maestro.cli;

import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** One command's terminal, server and way of printing. */
record Session(Terminal terminal, Api api, ServerOptions.Format format) {
    static Session of(Terminal terminal, ServerOptions options) {
        return new Session(terminal, options.api(terminal.env()), options.format());
    }

    /**
     * Prints an answer: as it came for json and yaml, else what is made of it for people.
     *
     * @param people a {@link Table}, or what prints as text
     */
    void show(JsonNode answer, Supplier<?> people) {
        terminal.out().println(switch (format) {
            case json -> Json.pretty(answer);
            case yaml -> Yaml.print(answer);
            case table -> text(people.get());
        });
    }

    private String text(Object shown) {
        return shown instanceof Table table ? table.text(terminal) : Printable.block(shown.toString());
    }
}
