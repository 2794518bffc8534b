package maestro.core.permit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import maestro.core.row.StoredJson;
import maestro.model.json.Json;
import maestro.model.permit.TagPermit;

/** A tag in memory: its permit, who holds it, who waits. Changed by {@link #apply} alone. */
public final class TagState {
    private final String tag;
    private final int shard;
    private Optional<TagPermit> permit = Optional.empty();
    private final Map<UUID, Claim> held = new HashMap<>();
    private final Map<UUID, Claim> waiting = new HashMap<>();
    private final TreeSet<Claim> line = new TreeSet<>(Claim.ORDER);

    private TagState(String tag, int shard) {
        this.tag = tag;
        this.shard = shard;
    }

    /** As stored; nothing stored: a tag that nobody has used yet. */
    public static TagState of(String tag, int shard, Optional<String> permit, List<ClaimRow> claims) {
        var state = new TagState(tag, shard);
        state.permit = permit.map(json -> TagPermit.stored(StoredJson.parse(json)));
        claims.forEach(row -> state.put(row.claim(), row.held()));
        return state;
    }

    public String tag() {
        return tag;
    }

    public Optional<TagPermit> permit() {
        return permit;
    }

    public int held() {
        return held.size();
    }

    boolean knows(UUID uuid) {
        return held.containsKey(uuid) || waiting.containsKey(uuid);
    }

    boolean waits(UUID uuid) {
        return waiting.containsKey(uuid);
    }

    /** Who has waited longest. */
    Optional<Claim> first() {
        return line.isEmpty() ? Optional.empty() : Optional.of(line.first());
    }

    /** The permit goes before what a claim brings along. */
    boolean room(Claim claim) {
        return held.size() < permit.map(TagPermit::maxAllowed).or(claim::carried).orElse(Integer.MAX_VALUE);
    }

    /**
     * Changes the state, and notes the rows.
     *
     * @return how to take it back
     */
    public Runnable apply(TagEvent event, TagRows rows) {
        return switch (event) {
            case TagEvent.PermitSet(var now) -> {
                var before = permit;
                permit = now;
                var row = new TagRow(tag, shard, now.map(set -> Json.text(set.toJson())));
                yield undoing(rows.tags, tag, row, () -> permit = before);
            }
            case TagEvent.ClaimPut(var claim, var holds) -> {
                var undo = restoring(claim.uuid());
                put(claim, holds);
                var key = new ClaimRow.Key(tag, claim.uuid());
                yield undoing(rows.claims, key, Optional.of(ClaimRow.of(tag, claim, holds)), undo);
            }
            case TagEvent.ClaimDropped(var uuid) -> {
                var undo = restoring(uuid);
                drop(uuid);
                yield undoing(rows.claims, new ClaimRow.Key(tag, uuid), Optional.empty(), undo);
            }
        };
    }

    private static <K, V> Runnable undoing(Map<K, V> rows, K key, V row, Runnable state) {
        V before = rows.put(key, row);
        return () -> {
            state.run();
            if (before == null) {
                rows.remove(key);
            } else {
                rows.put(key, before);
            }
        };
    }

    private Runnable restoring(UUID uuid) {
        var holder = held.get(uuid);
        var waiter = waiting.get(uuid);
        return () -> {
            drop(uuid);
            if (holder != null) {
                put(holder, true);
            } else if (waiter != null) {
                put(waiter, false);
            }
        };
    }

    private void put(Claim claim, boolean holds) {
        drop(claim.uuid());
        if (holds) {
            held.put(claim.uuid(), claim);
        } else {
            waiting.put(claim.uuid(), claim);
            line.add(claim);
        }
    }

    private void drop(UUID uuid) {
        held.remove(uuid);
        var waiter = waiting.remove(uuid);
        if (waiter != null) {
            line.remove(waiter);
        }
    }
}
