package maestro.core.permit;

import java.util.List;

/** All that one batch changes about tags; each list holds a key once. */
public record TagChanges(List<TagRow> tags, List<ClaimRow> claims, List<ClaimRow.Key> gone) {
    public static final TagChanges NONE = new TagChanges(List.of(), List.of(), List.of());

    public boolean isEmpty() {
        return tags.isEmpty() && claims.isEmpty() && gone.isEmpty();
    }
}
