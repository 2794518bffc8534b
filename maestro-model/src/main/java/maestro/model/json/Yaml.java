package maestro.model.json;

import java.util.List;
import java.util.Optional;
import maestro.model.Code;
import maestro.model.MaestroException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;

/**
 * Reads one YAML document into a JSON tree. Thread-safe.
 *
 * <p>Data only: of the tags just those of JSON's kinds are known. Aliases are resolved, but the text may have a
 * million characters, and all of it, with aliases written out, 2 MiB, 500 levels, and a key only once in a mapping.
 * Unquoted scalars are null,
 * booleans ({@code true}, {@code false}), integers (decimal, {@code 0x}, {@code 0o}, {@code _} between digits) and
 * decimals, whose scale is kept; all others, dates too, are text.
 */
public final class Yaml {
    /**
     * In characters: a push holds 256 KiB at most, so this leaves room for comments and keeps reading well below 1 s.
     */
    static final int TEXT_MAX = 1_000_000;

    private Yaml() {}

    /** @throws MaestroException BAD_REQUEST, with line and column */
    public static JsonNode parse(String text) {
        if (text.length() > TEXT_MAX) {
            throw MaestroException.badRequest(
                    "The document is too long: at most " + TEXT_MAX + " characters are read. Make it smaller");
        }
        var settings = LoadSettings.builder()
                .setLabel("YAML")
                .setCodePointLimit(TEXT_MAX + 1)
                .setUseMarks(true)
                .build();
        try {
            return new YamlTree(new Parse(settings).parseString(text).iterator()).document();
        } catch (MarkedYamlEngineException e) {
            throw malformed(e.getProblem(), e.getProblemMark().or(e::getContextMark), e);
        } catch (YamlEngineException | IndexOutOfBoundsException e) {
            throw malformed(String.valueOf(e.getMessage()).lines().findFirst().orElse(""), Optional.empty(), e);
        }
    }

    static MaestroException malformed(String what, Optional<Mark> mark, Throwable cause) {
        String where = mark.map(at -> " at line " + (at.getLine() + 1) + ", column " + (at.getColumn() + 1))
                .orElse("");
        return new MaestroException(Code.BAD_REQUEST, "Malformed YAML: " + what + where, List.of(), cause);
    }
}
