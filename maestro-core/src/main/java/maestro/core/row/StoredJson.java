package maestro.core.row;

import java.nio.charset.StandardCharsets;
import maestro.model.json.Json;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON that this program wrote: without the limits that strangers' documents are held to. Thread-safe. */
public final class StoredJson {
    private static final char LINE_END = '\n';
    /** Deeper than anything that is written. */
    private static final int DEPTH_MAX = 4_000;

    private static final int TEXT_MAX = 1 << 30;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxStringLength(TEXT_MAX)
                            .maxNumberLength(TEXT_MAX)
                            .maxNameLength(TEXT_MAX)
                            .build())
                    .build())
            .build();

    private StoredJson() {}

    public static JsonNode parse(byte[] bytes) {
        return MAPPER.readTree(bytes);
    }

    public static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    /** A document, and a text that has a codec of its own behind it, on a line of its own. */
    record WithText(JsonNode json, String text) {
        byte[] write() {
            return (Json.text(json) + LINE_END + text).getBytes(StandardCharsets.UTF_8);
        }

        static WithText read(byte[] bytes) {
            int end = 0;
            while (bytes[end] != LINE_END) {
                end++;
            }
            var json = MAPPER.readTree(bytes, 0, end);
            return new WithText(json, new String(bytes, end + 1, bytes.length - end - 1, StandardCharsets.UTF_8));
        }
    }
}
