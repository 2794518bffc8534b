package maestro.server.auth;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.auth.Access;
import maestro.model.auth.AccessToken;
import maestro.model.auth.Grant;
import maestro.model.auth.Principal;
import maestro.model.auth.Role;
import maestro.model.auth.Scope;
import maestro.model.auth.Verb;
import maestro.runtime.store.AccessStore;
import maestro.runtime.store.AccessStore.Token;
import maestro.runtime.store.StoreUnavailable;

/**
 * Tokens and grants as they are in force, kept in memory. Twice a second, when somebody calls, a look at the version in the
 * database tells whether any of it changed on some node; what is remembered goes on while the database is away.
 * Thread-safe.
 */
public final class Directory {
    private static final long LOOK_MILLIS = 500;
    private static final int REMEMBERED = 20_000;

    private final AccessStore store;
    private final InstantSource clock;
    private final Map<String, Optional<Holder>> tokens = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<Holder>> eldest) {
            return size() > REMEMBERED;
        }
    };
    private List<Grant> grants = List.of();
    private long version = -1;
    private long lookedMillis;

    /** A stored token and what it allows. */
    private record Holder(Token token, Access access) {}

    /** What became of a token that somebody showed. */
    public sealed interface Found {
        record Valid(Access access, Token token) implements Found {}

        /** The secret is right, but the token is over; who holds it may be told why. */
        record Over(String why) implements Found {}

        record Wrong() implements Found {}
    }

    public Directory(AccessStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** @throws StoreUnavailable for a token that is not remembered while the database is away */
    public Found find(AccessToken shown) {
        var holder = holder(shown.id());
        if (holder.isEmpty() || !shown.fits(holder.get().token().hash())) return new Found.Wrong();
        return valid(holder.get());
    }

    /** For a session that a token began. */
    Found find(String tokenId) {
        return holder(tokenId).map(this::valid).orElseGet(Found.Wrong::new);
    }

    private Found valid(Holder holder) {
        Token token = holder.token();
        if (token.revokedMillis() > 0) return new Found.Over("it was revoked");
        if (token.expiresMillis() <= clock.millis()) return new Found.Over("it has expired");
        return new Found.Valid(holder.access(), token);
    }

    private Optional<Holder> holder(String id) {
        refresh();
        synchronized (this) {
            var known = tokens.get(id);
            if (known != null) return known;
        }
        var read = store.token(id);
        synchronized (this) {
            var holder = read.map(token -> new Holder(token, access(token)));
            tokens.put(id, holder);
            return holder;
        }
    }

    private void refresh() {
        synchronized (this) {
            long now = clock.millis();
            if (version >= 0 && now - lookedMillis < LOOK_MILLIS && now >= lookedMillis) return;
            lookedMillis = now;
        }
        try {
            long newest = store.version();
            synchronized (this) {
                if (newest == version) return;
            }
            var read = store.grants();
            synchronized (this) {
                grants = read;
                tokens.clear();
                version = newest;
            }
        } catch (StoreUnavailable away) {
            synchronized (this) {
                if (version < 0) throw away;
            }
        }
    }

    /** Takes up a change of this node's own at once. */
    synchronized void changed() {
        lookedMillis = 0;
    }

    /** The grants in force of a principal, those for everyone included. */
    public List<Grant> grants(Principal principal) {
        refresh();
        synchronized (this) {
            return grants.stream().filter(grant -> grant.isFor(principal)).toList();
        }
    }

    /** All grants in force. */
    public List<Grant> grants() {
        refresh();
        synchronized (this) {
            return grants;
        }
    }

    private Access access(Token token) {
        var principal = Principal.of(token.principal(), "token " + token.id());
        var own = grants.stream().filter(grant -> grant.isFor(principal)).toList();
        return new Access(principal, within(principal, own, token.limit()), false);
    }

    /** A limit is all that a service may do, and the most that a user may: less where the user may less. */
    private static List<Grant> within(Principal principal, List<Grant> own, Optional<Grant> limit) {
        if (limit.isEmpty()) return own;
        if (principal.kind() == Principal.Kind.SERVICE) return List.of(limit.get());
        var both = new ArrayList<Grant>();
        for (Grant grant : own) narrower(grant.scope(), limit.get().scope()).ifPresent(scope -> {
            var verbs = EnumSet.noneOf(Verb.class);
            verbs.addAll(grant.role().verbs());
            verbs.retainAll(limit.get().role().verbs());
            both.add(new Grant(grant.subject(), new Role(limit.get().role().name(), verbs), scope));
        });
        return both;
    }

    private static Optional<Scope> narrower(Scope one, Scope other) {
        if (one.holds(other)) return Optional.of(other);
        return other.holds(one) ? Optional.of(one) : Optional.empty();
    }
}
