package maestro.core.permit;

import java.util.Optional;
import java.util.UUID;
import maestro.model.permit.TagPermit;

/** What happened to a tag; the only thing that changes its state. */
public sealed interface TagEvent {
    /** @param permit empty: there is none any more */
    record PermitSet(Optional<TagPermit> permit) implements TagEvent {}

    /** @param held false: it stands in line */
    record ClaimPut(Claim claim, boolean held) implements TagEvent {}

    record ClaimDropped(UUID uuid) implements TagEvent {}
}
