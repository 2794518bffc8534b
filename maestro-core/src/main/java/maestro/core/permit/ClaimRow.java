package maestro.core.permit;

import java.util.UUID;
import maestro.core.row.StoredJson;
import maestro.model.json.Json;

/** One claim of one tag. @param detail JSON of it */
public record ClaimRow(String tag, UUID uuid, boolean held, long askedMillis, String detail) {
    /** Names a row. */
    public record Key(String tag, UUID uuid) {}

    static ClaimRow of(String tag, Claim claim, boolean held) {
        return new ClaimRow(tag, claim.uuid(), held, claim.askedMillis(), Json.text(claim.toJson()));
    }

    public Claim claim() {
        return Claim.fromJson(StoredJson.parse(detail));
    }
}
