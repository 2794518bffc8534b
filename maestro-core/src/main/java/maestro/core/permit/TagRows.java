package maestro.core.permit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What changed about tags since the last batch. One thread. */
public final class TagRows {
    final Map<String, TagRow> tags = new LinkedHashMap<>();
    final Map<ClaimRow.Key, Optional<ClaimRow>> claims = new LinkedHashMap<>();

    public boolean isEmpty() {
        return tags.isEmpty() && claims.isEmpty();
    }

    /** All of it, once. */
    public TagChanges take() {
        if (isEmpty()) {
            return TagChanges.NONE;
        }
        var gone = new ArrayList<ClaimRow.Key>();
        var there = new ArrayList<ClaimRow>();
        claims.forEach((key, row) -> row.ifPresentOrElse(there::add, () -> gone.add(key)));
        var changes = new TagChanges(List.copyOf(tags.values()), there, gone);
        tags.clear();
        claims.clear();
        return changes;
    }
}
