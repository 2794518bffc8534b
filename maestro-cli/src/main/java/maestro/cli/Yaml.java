package maestro.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** YAML trees. Apart from {@link Json} so that commands which need none do not load its library. */
final class Yaml {
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .build();

    private Yaml() {}

    static YAMLMapper mapper() {
        return MAPPER;
    }

    static String print(JsonNode node) {
        return MAPPER.writeValueAsString(node).stripTrailing();
    }
}
