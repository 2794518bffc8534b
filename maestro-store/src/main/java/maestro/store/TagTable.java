package maestro.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import maestro.core.permit.ClaimRow;
import maestro.core.permit.TagChanges;
import maestro.core.permit.TagRow;
import maestro.core.row.StoredJson;
import maestro.model.permit.TagPermit;
import maestro.runtime.store.TagPermits;

/** The tables {@code tag_permit} and {@code permit_claim}. */
record TagTable(Pool pool) implements TagPermits {
    /** Part of the commit, as those below: reads from {@code fence}. */
    static final String UPSERT = """
            insert into tag_permit (tag, shard, permit)
            select u.* from fence, unnest(?::text[], ?::int[], ?::text[]) u
            on conflict (tag) do update set permit = excluded.permit""";

    static final String REMOVE = """
            delete from tag_permit t using fence, unnest(?::text[]) u(tag) where t.tag = u.tag""";

    static final String UPSERT_CLAIMS = """
            insert into permit_claim (tag, claim, held, asked_millis, detail)
            select u.* from fence, unnest(?::text[], ?::uuid[], ?::boolean[], ?::bigint[], ?::text[]) u
            on conflict (tag, claim) do update set held = excluded.held, asked_millis = excluded.asked_millis,
                detail = excluded.detail""";

    static final String REMOVE_CLAIMS = """
            delete from permit_claim c using fence, unnest(?::text[], ?::uuid[]) u(tag, claim)
            where c.tag = u.tag and c.claim = u.claim""";

    private static final String ONE = "select permit from tag_permit where tag = ?";
    private static final String PAGE = """
            select permit from tag_permit where tag > ? and tag >= ? and tag <= ? order by tag limit ?""";
    private static final String ALL_CLAIMS =
            "select tag, claim, held, asked_millis, detail from permit_claim where tag = ?";
    private static final String CLAIMS = ALL_CLAIMS + " and held = ? order by asked_millis, claim limit ?";

    private static final String USAGE = """
            select t.tag,
                (select count(*) from (select 1 from permit_claim c where c.tag = t.tag and c.held limit %1$d) h),
                (select count(*) from (select 1 from permit_claim c where c.tag = t.tag and not c.held limit %1$d) w),
                coalesce((select min(c.asked_millis) from permit_claim c where c.tag = t.tag and c.held = false), 0)
            from unnest(?::text[]) t(tag)""".formatted(COUNTED_MAX);

    static void bindTags(Columns to, TagChanges changes) throws SQLException {
        var rows = changes.tags().stream().filter(row -> row.permit().isPresent()).toList();
        to.texts(rows, TagRow::tag).ints(rows, TagRow::shard).texts(rows, row -> row.permit().orElseThrow());
    }

    static void bindGoneTags(Columns to, TagChanges changes) throws SQLException {
        to.texts(changes.tags().stream().filter(row -> row.permit().isEmpty()).toList(), TagRow::tag);
    }

    static void bindClaims(Columns to, TagChanges changes) throws SQLException {
        to.texts(changes.claims(), ClaimRow::tag)
                .uuids(changes.claims(), ClaimRow::uuid)
                .booleans(changes.claims(), ClaimRow::held)
                .longs(changes.claims(), ClaimRow::askedMillis)
                .texts(changes.claims(), ClaimRow::detail);
    }

    static void bindGoneClaims(Columns to, TagChanges changes) throws SQLException {
        to.texts(changes.gone(), ClaimRow.Key::tag).uuids(changes.gone(), ClaimRow.Key::uuid);
    }

    @Override
    public Stored load(String tag) {
        return new Stored(
                pool.one("reading a tag", row -> row.getString(1), ONE, tag),
                pool.list("reading claims of a tag", TagTable::claim, ALL_CLAIMS, tag));
    }

    @Override
    public Optional<TagPermit> permit(String tag) {
        return pool.one("reading a tag", TagTable::permit, ONE, tag);
    }

    private static TagPermit permit(ResultSet row) throws SQLException {
        return TagPermit.stored(StoredJson.parse(row.getString(1)));
    }

    private static ClaimRow claim(ResultSet row) throws SQLException {
        return new ClaimRow(
                row.getString(1), row.getObject(2, UUID.class), row.getBoolean(3), row.getLong(4), row.getString(5));
    }

    @Override
    public List<TagPermit> permits(String prefix, String after, int size) {
        return pool.list(
                "listing tags", TagTable::permit, PAGE, after, prefix, prefix + WorkflowTable.LAST_CHARACTER, size);
    }

    @Override
    public List<Usage> usage(List<String> tags) {
        return pool.list(
                "counting claims of tags",
                row -> new Usage(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                USAGE,
                (Object) tags.toArray(String[]::new));
    }

    @Override
    public List<ClaimRow> claims(String tag, boolean held, int size) {
        return pool.list("listing claims of a tag", TagTable::claim, CLAIMS, tag, held, size);
    }
}
