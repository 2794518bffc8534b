package maestro.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import maestro.model.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Results: a JSON line each as they come, a table of all in the end. */
final class Report {
    private final Optional<Path> out;
    private final List<ObjectNode> results = new ArrayList<>();

    Report(Optional<Path> out) {
        this.out = out;
    }

    void add(String scenario, ObjectNode result) {
        var line = Json.object()
                .put("scenario", scenario)
                .put("at", Instant.now().toString())
                .setAll(result);
        results.add(line);
        System.out.println(Json.text(line));
        out.ifPresent(file -> append(file, Json.text(line)));
    }

    private static void append(Path file, String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException error) {
            throw new UncheckedIOException("writing " + file + " failed", error);
        }
    }

    /** One line a figure; distributions by their median and 99th percentile. */
    void table() {
        System.out.println();
        for (var result : results) {
            System.out.println(result.get("scenario").stringValue());
            var names = new TreeSet<String>(result.propertyNames());
            names.remove("scenario");
            names.remove("at");
            for (String name : names) {
                var value = result.get(name);
                String text = value.isObject() && value.has("p50")
                        ? "p50 " + value.get("p50") + "  p99 " + value.get("p99") + "  max " + value.get("max")
                        : value.toString();
                System.out.printf("    %-32s %s%n", name, text);
            }
        }
    }
}
