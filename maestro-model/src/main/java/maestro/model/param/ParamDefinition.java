package maestro.model.param;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.Tag;

/**
 * How to obtain one param (parameters.md §1); its name is the key of the surrounding map. Immutable.
 *
 * @param tags empty optional: not said; after a merge always present
 * @param metadata keys kept as given, in order; {@code source} and {@code internal_mode} are fields of their own
 */
public record ParamDefinition(
        ParamType type,
        ParamBody body,
        Optional<ParamMode> mode,
        Optional<InternalMode> internalMode,
        Optional<String> validator,
        Optional<List<Tag>> tags,
        Optional<ParamSource> source,
        Map<String, Object> metadata) {
    public ParamDefinition {
        requireNonNull(type, "type");
        requireNonNull(body, "body");
        requireNonNull(mode, "mode");
        requireNonNull(internalMode, "internalMode");
        requireNonNull(validator, "validator");
        requireNonNull(tags, "tags");
        requireNonNull(source, "source");
        requireNonNull(metadata, "metadata");
    }

    public static ParamDefinition of(ParamType type, ParamBody body) {
        return new ParamDefinition(
                type,
                body,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    public static ParamDefinition literal(ParamType type, Object value) {
        return of(type, new ParamBody.Literal(value));
    }

    public static ParamDefinition expression(ParamType type, String text) {
        return of(type, new ParamBody.Expression(text));
    }

    public ParamDefinition withMode(ParamMode value) {
        return new ParamDefinition(
                type, body, Optional.of(value), internalMode, validator, tags, source, metadata);
    }

    public ParamDefinition withInternalMode(InternalMode value) {
        return new ParamDefinition(
                type, body, mode, Optional.of(value), validator, tags, source, metadata);
    }

    public ParamDefinition withSource(ParamSource value) {
        return new ParamDefinition(
                type, body, mode, internalMode, validator, tags, Optional.of(value), metadata);
    }

    public ParamDefinition withBody(ParamBody value) {
        return new ParamDefinition(type, value, mode, internalMode, validator, tags, source, metadata);
    }
}
