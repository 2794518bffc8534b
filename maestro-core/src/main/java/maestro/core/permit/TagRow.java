package maestro.core.permit;

import java.util.Optional;

/** A tag that has a permit. @param permit JSON of it; empty: it has none any more, so the row goes */
public record TagRow(String tag, int shard, Optional<String> permit) {}
