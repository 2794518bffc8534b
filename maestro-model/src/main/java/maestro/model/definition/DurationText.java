package maestro.model.definition;

import static java.util.Objects.requireNonNull;

/**
 * A duration as pushed, echoed unchanged (definition.md §1): a number of seconds, or text with units or {@code $param}
 * references.
 *
 * @param text the JSON number's digits, or the text
 * @param number whether it was written as a JSON number
 */
public record DurationText(String text, boolean number) {
    public DurationText {
        requireNonNull(text, "text");
    }
}
