package maestro.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import tools.jackson.databind.JsonNode;

/**
 * Writes trees as YAML that any reader, of YAML 1.1 too, takes for the same tree: a text that some reader could take for
 * something else is quoted. The style of each text is chosen here, which no setting of the JSON library allows.
 */
final class Yaml {
    private static final DumpSettings SETTINGS =
            DumpSettings.builder().setSplitLines(false).setWidth(Integer.MAX_VALUE).build();
    private static final ImplicitTuple UNTAGGED = new ImplicitTuple(true, true);

    /** What begins like a word, and holds no sign that ends a text. */
    private static final Pattern WORDS =
            Pattern.compile("[\\p{L}_/$(](?:[\\p{L}\\p{N} !-~&&[^:#]]|:(?=[^ ])|(?<=[^ ])#)*+(?<! )");
    /** Booleans and nulls of YAML 1.1. */
    private static final Set<String> TAKEN = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");
    /** Lines that begin with no space, and end without an empty one. */
    private static final Pattern LINES = Pattern.compile("[\\p{L}\\p{N}!-~][\\p{L}\\p{N} -~\\n]*+(?<!\\n\\n)(?<! )");

    private final Emitter emitter;

    private Yaml(StreamDataWriter out) {
        emitter = new Emitter(SETTINGS, out);
    }

    /** Without a line break at the end. */
    static String print(JsonNode node) {
        var out = new Text();
        var yaml = new Yaml(out);
        yaml.emitter.emit(new StreamStartEvent());
        yaml.emitter.emit(new DocumentStartEvent(false, Optional.empty(), Map.of()));
        yaml.value(node);
        yaml.emitter.emit(new DocumentEndEvent(false));
        yaml.emitter.emit(new StreamEndEvent());
        var text = out.text.toString();
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text; // more could belong to a text
    }

    private void value(JsonNode node) {
        if (node.isObject()) {
            var style = node.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
            emitter.emit(new MappingStartEvent(Optional.empty(), Optional.empty(), true, style));
            node.properties().forEach(member -> {
                scalar(member.getKey(), words(member.getKey()) ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
                value(member.getValue());
            });
            emitter.emit(new MappingEndEvent());
        } else if (node.isArray()) {
            var style = node.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
            emitter.emit(new SequenceStartEvent(Optional.empty(), Optional.empty(), true, style));
            node.forEach(this::value);
            emitter.emit(new SequenceEndEvent());
        } else {
            scalar(node.isString() ? node.stringValue() : node.toString(),
                    node.isString() ? style(node.stringValue()) : ScalarStyle.PLAIN);
        }
    }

    private void scalar(String text, ScalarStyle style) {
        emitter.emit(new ScalarEvent(Optional.empty(), Optional.empty(), UNTAGGED, text, style));
    }

    private static ScalarStyle style(String text) {
        if (words(text)) return ScalarStyle.PLAIN;
        boolean lines = text.indexOf('\n') > 0 && LINES.matcher(text).matches();
        return lines ? ScalarStyle.LITERAL : ScalarStyle.DOUBLE_QUOTED;
    }

    private static boolean words(String text) {
        return !TAKEN.contains(text.toLowerCase(Locale.ROOT)) && WORDS.matcher(text).matches();
    }

    private static final class Text implements StreamDataWriter {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void write(String part) {
            text.append(part);
        }

        @Override
        public void write(String part, int from, int length) {
            text.append(part, from, from + length);
        }
    }
}
