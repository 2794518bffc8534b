package maestro.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** Reads the YAML file: nested or dotted keys, each leaf with its line. */
final class ConfigFile {
    private static final long BYTES_MAX = 1 << 20;

    private final Path file;
    private final List<Setting> settings = new ArrayList<>();

    private ConfigFile(Path file) {
        this.file = file;
    }

    /** All leaves of the file; problems are added to the given list. */
    static List<Setting> read(Path file, List<String> problems) {
        var reader = new ConfigFile(file);
        try {
            if (Files.size(file) > BYTES_MAX) {
                problems.add(file + ": larger than 1 MiB; is this the configuration file?");
                return List.of();
            }
            try (var parser = new YAMLFactory().createParser(tools.jackson.core.ObjectReadContext.empty(),
                    Files.readString(file))) {
                reader.document(parser, problems);
            }
        } catch (JacksonException e) {
            problems.add(file + ":" + Math.max(1, e.getLocation().getLineNr()) + ": not valid YAML: "
                    + e.getOriginalMessage());
        } catch (IOException e) {
            problems.add(file + ": cannot be read: " + e.getMessage());
        }
        return reader.settings;
    }

    private void document(JsonParser parser, List<String> problems) {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) return; // an empty file says nothing
        if (first == JsonToken.START_OBJECT) members(parser, "");
        else problems.add(file + ":1: must be keys and values, such as \"server: {port: 8080}\"");
    }

    private void members(JsonParser parser, String prefix) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = prefix + parser.currentName();
            int line = parser.currentTokenLocation().getLineNr();
            switch (parser.nextToken()) {
                case START_OBJECT -> members(parser, key + ".");
                case START_ARRAY -> settings.add(new Setting(key, items(parser), file + ":" + line));
                case VALUE_NULL -> {} // a key without a value leaves the default in force
                default -> settings.add(new Setting(key, parser.getString(), file + ":" + line));
            }
        }
    }

    private static String items(JsonParser parser) {
        var items = new ArrayList<String>();
        while (parser.nextToken() != JsonToken.END_ARRAY) items.add(parser.getString());
        return String.join(",", items);
    }
}
