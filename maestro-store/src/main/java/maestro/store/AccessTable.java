package maestro.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.model.auth.Grant;
import maestro.model.auth.Role;
import maestro.model.auth.Scope;
import maestro.runtime.store.AccessStore;

/** The tables {@code access_token}, {@code access_grant}, {@code access_version} and {@code audit}. */
record AccessTable(Pool pool) implements AccessStore {
    private static final String TOKEN = """
            select id, hash, principal, role, scope, name, create_millis, expires_millis, revoked_millis
            from access_token\s""";

    /** A change, and with it, in one statement, its line of the audit and the next version. */
    private static final String CHANGE = """
            with changed as (%s),
            told as (insert into audit (at_millis, principal, via, address, verb, target, outcome, detail)
                select ?, ?, ?, ?, ?, ?, ?, ? from changed),
            raised as (update access_version set version = version + 1 where exists (select from changed))
            select count(*) from changed""";
    private static final String ADD = """
            insert into access_token
                (id, hash, principal, role, scope, name, create_millis, expires_millis, revoked_millis)
            values (?, ?, ?, ?, ?, ?, ?, ?, 0) on conflict (id) do nothing returning 1""";
    private static final String REVOKE =
            "update access_token set revoked_millis = ? where id = ? and revoked_millis = 0 returning 1";
    private static final String GRANT = """
            insert into access_grant (subject, role, scope) values (?, ?, ?) on conflict do nothing returning 1""";
    private static final String UNGRANT =
            "delete from access_grant where subject = ? and role = ? and scope = ? returning 1";
    private static final String NOTE = """
            insert into audit (at_millis, principal, via, address, verb, target, outcome, detail)
            values (?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String DEEDS = """
            select seq, at_millis, principal, via, address, verb, target, outcome, detail from audit
            where seq < ? %s order by seq desc limit ?""";

    @Override
    public long version() {
        return pool.one("reading access", row -> row.getLong(1), "select version from access_version").orElse(0L);
    }

    @Override
    public Optional<Token> token(String id) {
        return pool.one("reading a token", AccessTable::token, TOKEN + "where id = ?", id);
    }

    @Override
    public List<Token> tokens(String afterId, int size) {
        return pool.list(
                "listing tokens", AccessTable::token, TOKEN + "where id > ? order by id limit ?", afterId, size);
    }

    private static Token token(ResultSet row) throws SQLException {
        String principal = row.getString(3);
        String role = row.getString(4);
        var limit = grant(principal, role, row.getString(5));
        boolean understood = role.isEmpty() || limit.isPresent(); // a role of a later version allows nothing here
        return new Token(
                row.getString(1), row.getBytes(2), principal, limit, row.getString(6), row.getLong(7), row.getLong(8),
                understood ? row.getLong(9) : row.getLong(7));
    }

    /** Empty for a role that this version does not know. */
    private static Optional<Grant> grant(String subject, String role, String scope) {
        return Role.named(role).map(known -> new Grant(subject, known, new Scope(scope)));
    }

    @Override
    public void add(Token token, Deed deed) {
        var limit = token.limit();
        change("adding a token", ADD, deed,
                token.id(), token.hash(), token.principal(), limit.map(grant -> grant.role().name()).orElse(""),
                limit.map(grant -> grant.scope().prefix()).orElse(""), token.name(), token.createMillis(),
                token.expiresMillis());
    }

    @Override
    public boolean revoke(String id, Deed deed) {
        return change("revoking a token", REVOKE, deed, deed.atMillis(), id);
    }

    @Override
    public List<Grant> grants() {
        return pool.list(
                        "reading grants",
                        row -> grant(row.getString(1), row.getString(2), row.getString(3)),
                        "select subject, role, scope from access_grant order by subject, role, scope")
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public boolean grant(Grant grant, Deed deed) {
        return change("granting", GRANT, deed, grant.subject(), grant.role().name(), grant.scope().prefix());
    }

    @Override
    public boolean revoke(Grant grant, Deed deed) {
        return change("ending a grant", UNGRANT, deed, grant.subject(), grant.role().name(), grant.scope().prefix());
    }

    private boolean change(String doing, String statement, Deed deed, Object... arguments) {
        var all = new ArrayList<Object>(List.of(arguments));
        all.addAll(told(deed));
        return pool.one(doing, row -> row.getLong(1), CHANGE.formatted(statement), all.toArray()).orElse(0L) > 0;
    }

    private static List<Object> told(Deed deed) {
        return List.of(deed.atMillis(), deed.principal(), deed.via(), deed.address(), deed.verb(), deed.target(),
                deed.outcome(), deed.detail());
    }

    @Override
    public void note(Deed deed) {
        pool.update("writing the audit", NOTE, told(deed).toArray());
    }

    @Override
    public List<Deed> deeds(Optional<String> principal, long beforeSeq, int size) {
        var arguments = new ArrayList<Object>();
        arguments.add(beforeSeq);
        principal.ifPresent(arguments::add);
        arguments.add(size);
        return pool.list("reading the audit", AccessTable::deed,
                DEEDS.formatted(principal.isPresent() ? "and principal = ?" : ""), arguments.toArray());
    }

    private static Deed deed(ResultSet row) throws SQLException {
        return new Deed(
                row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), row.getString(5), row.getString(6),
                row.getString(7), row.getString(8), row.getString(9));
    }
}
