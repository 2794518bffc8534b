package maestro.testkit.store;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import maestro.core.permit.ClaimRow;
import maestro.core.permit.TagChanges;
import maestro.core.row.StoredJson;
import maestro.model.permit.TagPermit;
import maestro.runtime.store.TagPermits;

/** {@link TagPermits} in memory. */
record MemoryTags(MemoryDatabase database) implements TagPermits {
    private static final Comparator<ClaimRow> LINE =
            Comparator.comparingLong(ClaimRow::askedMillis).thenComparing(ClaimRow::uuid);

    /** The tables of tags. */
    static final class Tables {
        final TreeMap<String, String> permits = new TreeMap<>();
        final TreeMap<String, TreeMap<UUID, ClaimRow>> claims = new TreeMap<>();

        void putAll(Tables from) {
            permits.putAll(from.permits);
            from.claims.forEach((tag, some) -> claims.put(tag, new TreeMap<>(some)));
        }

        void write(TagChanges changes) {
            changes.tags().forEach(row -> row.permit().ifPresentOrElse(
                    permit -> permits.put(row.tag(), permit), () -> permits.remove(row.tag())));
            changes.gone().forEach(key -> of(key.tag()).remove(key.uuid()));
            changes.claims().forEach(row -> of(row.tag()).put(row.uuid(), row));
        }

        private TreeMap<UUID, ClaimRow> of(String tag) {
            return claims.computeIfAbsent(tag, _ -> new TreeMap<>());
        }
    }

    @Override
    public Stored load(String tag) {
        return database.call("tag", tables -> new Stored(
                Optional.ofNullable(tables.tags.permits.get(tag)),
                List.copyOf(tables.tags.claims.getOrDefault(tag, new TreeMap<>()).values())));
    }

    @Override
    public Optional<TagPermit> permit(String tag) {
        return load(tag).permit().map(MemoryTags::permitOf);
    }

    private static TagPermit permitOf(String json) {
        return TagPermit.stored(StoredJson.parse(json));
    }

    @Override
    public List<TagPermit> permits(String prefix, String after, int size) {
        return database.call("tags", tables -> tables.tags.permits.tailMap(after, false).entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .limit(size)
                .map(entry -> permitOf(entry.getValue()))
                .toList());
    }

    @Override
    public List<Usage> usage(List<String> tags) {
        return tags.stream()
                .map(tag -> {
                    var waiting = claims(tag, false, COUNTED_MAX);
                    return new Usage(
                            tag, claims(tag, true, COUNTED_MAX).size(), waiting.size(),
                            waiting.isEmpty() ? 0 : waiting.getFirst().askedMillis());
                })
                .toList();
    }

    @Override
    public List<ClaimRow> claims(String tag, boolean held, int size) {
        return load(tag).claims().stream().filter(row -> row.held() == held).sorted(LINE).limit(size).toList();
    }
}
