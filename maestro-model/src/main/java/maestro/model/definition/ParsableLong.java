package maestro.model.definition;

import static java.util.Objects.requireNonNull;

/** A number-or-text setting (definition.md §1): digits, duration units where seconds are meant, or param references. */
public record ParsableLong(String text, boolean number) {
    public ParsableLong {
        requireNonNull(text, "text");
    }
}
