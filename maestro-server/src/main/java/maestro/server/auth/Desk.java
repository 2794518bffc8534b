package maestro.server.auth;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.auth.Access;
import maestro.model.auth.AccessToken;
import maestro.model.auth.Grant;
import maestro.model.auth.Principal;
import maestro.model.auth.Role;
import maestro.model.auth.Scope;
import maestro.model.auth.Verb;
import maestro.runtime.store.AccessStore;
import maestro.runtime.store.AccessStore.Deed;
import maestro.runtime.store.AccessStore.Token;

/**
 * Gives out tokens and grants, and takes them back. Nobody gives away more than they have. Each change is in the audit, in
 * the commit of the change. Thread-safe.
 */
public final class Desk {
    private static final int NAME_MAX = 128;

    private final AccessStore store;
    private final Directory directory;
    private final Sessions sessions;
    private final InstantSource clock;
    private final Duration lifeMax;
    private final SecureRandom random = new SecureRandom();

    /** @param lifeMax the longest life of a token */
    public Desk(AccessStore store, Directory directory, Sessions sessions, InstantSource clock, Duration lifeMax) {
        this.store = store;
        this.directory = directory;
        this.sessions = sessions;
        this.clock = clock;
        this.lifeMax = lifeMax;
    }

    /** Who asks, and from where. */
    public record Caller(Access access, String address) {
        String name() {
            return access.principal().text();
        }
    }

    /**
     * What a new token shall be.
     *
     * @param principal whose it is; empty: the caller's own
     * @param role the most that it may do; empty: all that its user may
     */
    public record Wish(
            Optional<String> principal, Optional<String> role, Optional<String> scope, String name, Duration life) {}

    /** @param text of the token, shown this once */
    public record Issued(Token token, String text) {}

    /** @throws MaestroException 400 for a wish that makes no sense, 403 for one that is more than the caller has */
    public Issued issue(Caller caller, Wish wish) {
        var principal = principal(wish.principal().orElse(caller.name()));
        if (wish.name().length() > NAME_MAX)
            throw MaestroException.badRequest("'name' must have at most " + NAME_MAX + " characters");
        if (wish.life().compareTo(lifeMax) > 0 || wish.life().isNegative() || wish.life().isZero())
            throw MaestroException.badRequest("'life' must be more than nothing and at most " + lifeMax
                    + " (setting auth.token-max), not " + wish.life());
        if (wish.role().isEmpty() && wish.scope().isPresent())
            throw MaestroException.badRequest("'scope' needs a 'role'");
        var limit = wish.role().map(role -> grant(principal.text(), role, wish.scope().orElse("*")));
        if (!principal.text().equals(caller.name())) giveOnlyOwn(caller, principal, limit);
        else if (principal.kind() == Principal.Kind.SERVICE) limit.ifPresent(grant -> covers(caller, grant));
        long now = clock.millis();
        var made = AccessToken.make(random);
        var token = new Token(made.id(), made.hash(), principal.text(), limit, wish.name(), now,
                now + wish.life().toMillis(), 0);
        store.add(token, deed(caller, "token-create", token.id(), principal.text()
                + limit.map(grant -> ", " + grant.words()).orElse("")));
        return new Issued(token, made.reveal());
    }

    /** For others a token is made by who may do all that it will allow: for users that is whatever the user may. */
    private void giveOnlyOwn(Caller caller, Principal principal, Optional<Grant> limit) {
        if (principal.kind() == Principal.Kind.SERVICE && limit.isEmpty())
            throw MaestroException.badRequest("a token of a service needs a 'role'");
        var given = limit.orElseGet(() -> new Grant(principal.text(), Role.ADMIN, Scope.ALL));
        if (!caller.access().may(Verb.TOKEN, given.scope().prefix()))
            throw Refusals.forbidden(caller.access(), Verb.TOKEN, "[" + given.scope().text() + "]");
        covers(caller, given);
    }

    /** Who administers everything gives away what they do not do themselves: to act for others. */
    private static void covers(Caller caller, Grant grant) {
        if (!caller.access().may(Verb.TOKEN, "") && !caller.access().covers(grant))
            throw new MaestroException(Code.FORBIDDEN,
                    caller.name() + " may not give away what they do not have: " + grant.words());
    }

    /** A token of one's own, or of anybody for an admin of everything. @return whether it was valid until now */
    public boolean revoke(Caller caller, String id) {
        var token = store.token(id).filter(found -> mine(caller, found)).orElseThrow(() ->
                MaestroException.notFound("There is no token [" + id + "] that you may revoke"));
        boolean done = store.revoke(id, deed(caller, "token-revoke", id, token.principal()));
        directory.changed();
        return done;
    }

    private static boolean mine(Caller caller, Token token) {
        return token.principal().equals(caller.name()) || caller.access().may(Verb.TOKEN, "");
    }

    /** The caller's own; for an admin of everything all. @return at most {@code size}, by id after one */
    public List<Token> tokens(Caller caller, String afterId, int size) {
        return store.tokens(afterId, size).stream().filter(token -> mine(caller, token)).toList();
    }

    /** Those that reach into what the caller administers. */
    public List<Grant> grants(Caller caller) {
        return directory.grants().stream()
                .filter(grant -> caller.access().may(Verb.TOKEN, grant.scope().prefix()))
                .toList();
    }

    /** @return whether it is new */
    public boolean grant(Caller caller, Grant grant) {
        admin(caller, grant);
        covers(caller, grant);
        boolean done = store.grant(grant, deed(caller, "grant", grant.subject(), grant.words()));
        directory.changed();
        return done;
    }

    /** @return whether it was there */
    public boolean revoke(Caller caller, Grant grant) {
        admin(caller, grant);
        boolean done = store.revoke(grant, deed(caller, "revoke", grant.subject(), grant.words()));
        directory.changed();
        return done;
    }

    private static void admin(Caller caller, Grant grant) {
        if (!caller.access().may(Verb.TOKEN, grant.scope().prefix()))
            throw Refusals.forbidden(caller.access(), Verb.TOKEN, "[" + grant.scope().text() + "]");
    }

    /** What a principal may do by grants alone. */
    public Access accessOf(String principal) {
        var who = principal(principal);
        return new Access(who, directory.grants(who), false);
    }

    public List<Deed> audit(Optional<String> principal, long beforeSeq, int size) {
        return store.deeds(principal, beforeSeq, size);
    }

    /** The cookie of a new session. @param via what the caller's token was found by */
    public String session(Caller caller) {
        String via = caller.access().principal().via();
        store.note(deed(caller, "log-in", via, ""));
        return Sessions.COOKIE + "=" + sessions.begin(via.substring(via.indexOf(' ') + 1)) + cookie(Sessions.LIFE);
    }

    /** A cookie that ends the session. */
    public static String noSession() {
        return Sessions.COOKIE + "=" + cookie(Duration.ZERO);
    }

    private static String cookie(Duration life) {
        return "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + life.toSeconds();
    }

    private Deed deed(Caller caller, String verb, String target, String detail) {
        var who = caller.access().principal();
        return new Deed(0, clock.millis(), who.text(), who.via(), caller.address(), verb, target, "DONE", detail);
    }

    /** @throws MaestroException 400 */
    public static Grant grant(String subject, String role, String scope) {
        var known = Role.named(role).orElseThrow(() -> MaestroException.badRequest("'role' must be one of "
                + String.join(", ", Role.ALL.stream().map(Role::name).toList()) + ", not '" + role + "'"));
        try {
            return new Grant(subject, known, Scope.of(scope));
        } catch (IllegalArgumentException wrong) {
            throw MaestroException.badRequest(wrong.getMessage());
        }
    }

    private static Principal principal(String text) {
        try {
            return Principal.of(text, "");
        } catch (IllegalArgumentException wrong) {
            throw MaestroException.badRequest(wrong.getMessage());
        }
    }
}
