package maestro.model.param;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * An evaluated param of a workflow or step instance (parameters.md §1). Immutable; {@code result} must not be changed
 * by its readers.
 *
 * @param result in the evaluated Java form that {@link ParamType} names
 * @param evaluatedMillis epoch milliseconds
 * @param note text about an implicit conversion, told as {@code info} or {@code warn}
 */
public record Param(ParamDefinition definition, Object result, long evaluatedMillis, Optional<Note> note) {
    /** What a conversion did (parameters.md §8). */
    public record Note(boolean warning, String text) {}

    public Param {
        requireNonNull(definition, "definition");
        requireNonNull(result, "result");
        requireNonNull(note, "note");
    }

    public static Param of(ParamDefinition definition, Object result, long evaluatedMillis) {
        return new Param(definition, result, evaluatedMillis, Optional.empty());
    }
}
