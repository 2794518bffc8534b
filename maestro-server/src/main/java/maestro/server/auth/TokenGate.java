package maestro.server.auth;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.core.loop.InlineIds;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.auth.Access;
import maestro.model.auth.AccessToken;
import maestro.model.auth.Principal;
import maestro.model.auth.Verb;
import maestro.runtime.store.AccessStore.Deed;
import maestro.runtime.store.StoreUnavailable;

/** {@code auth.mode: tokens}: who has no valid token or session gets in nowhere but where everybody does. */
public final class TokenGate implements Gate {
    private static final int WRONG_A_MINUTE = 10;
    private static final int TOLD_A_MINUTE = 60;
    private static final Access NOBODY = new Access(Principal.ANYBODY, List.of(), false);
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final System.Logger LOG = System.getLogger(TokenGate.class.getName());

    private final Set<String> open;
    private final Optional<Checks> checks;

    /** What it needs to know callers. */
    public record Checks(Directory directory, Sessions sessions, Roots roots, Notes notes, InstantSource clock) {}

    /** Which workflow a loop's body belongs to. */
    public interface Roots {
        /** @param inlineId of a loop's body; empty: there is no such workflow */
        Optional<String> of(String inlineId);
    }

    /** Keeps a line of the audit. */
    public interface Notes {
        void keep(Deed deed);
    }

    private final FailedTries wrong;
    private final FailedTries told;

    private TokenGate(Set<String> open, Optional<Checks> checks) {
        this.open = open;
        this.checks = checks;
        var clock = checks.map(Checks::clock).orElse(InstantSource.system());
        this.wrong = new FailedTries(WRONG_A_MINUTE, clock);
        this.told = new FailedTries(TOLD_A_MINUTE, clock);
    }

    /** @param open what is open to all besides: {@code metrics}, {@code docs} */
    public static TokenGate of(List<String> open, Checks checks) {
        return new TokenGate(Set.copyOf(open), Optional.of(checks));
    }

    static TokenGate starting(Set<String> open) {
        return new TokenGate(open, Optional.empty());
    }

    @Override
    public String mode() {
        return "tokens";
    }

    @Override
    public Access admit(Need need, Map<String, String> variables, Credentials given, Optional<String> node) {
        return switch (need) {
            case Need.Open _ -> known(given).orElse(NOBODY);
            case Need.OpenIf(var name) -> open.contains(name) ? known(given).orElse(NOBODY) : proven(given);
            case Need.Known _ -> proven(given);
            case Need.Node _ -> fromNode(node).orElseThrow(OpenGate::nodesOnly);
            case Need.NodeOr(var verb) -> fromNode(node).orElseGet(() -> everywhere(proven(given), verb, given));
            case Need.Everywhere(var verb) -> everywhere(proven(given), verb, given);
            case Need.Somewhere(var verb) -> somewhere(proven(given), verb, given);
            case Need.Named(var verb, var variable) -> named(proven(given), verb, variables.get(variable), given);
        };
    }

    private static Optional<Access> fromNode(Optional<String> node) {
        return node.map(_ -> NOBODY);
    }

    private Access named(Access access, Verb verb, String name, Credentials given) {
        if (access.may(verb, name)) return access;
        String root = InlineIds.inline(name) ? checks().roots().of(name).orElse(name) : name;
        return checked(access, verb, root, given, () -> Refusals.require(access, verb, root));
    }

    private Access somewhere(Access access, Verb verb, Credentials given) {
        return checked(access, verb, "", given, () -> {
            if (!access.maySomewhere(verb)) throw Refusals.forbidden(access, verb, "anything");
        });
    }

    private Access everywhere(Access access, Verb verb, Credentials given) {
        return checked(access, verb, "*", given, () -> {
            if (!access.may(verb, "")) throw Refusals.forbidden(access, verb, "everything");
        });
    }

    /** Refusals stand in the audit, the first {@value #TOLD_A_MINUTE} of a principal and minute. */
    private Access checked(Access access, Verb verb, String target, Credentials given, Runnable check) {
        try {
            check.run();
            return access;
        } catch (MaestroException refused) {
            Principal who = access.principal();
            if (told.count(who.text())) note(who, verb, target, given, refused.code());
            throw refused;
        }
    }

    private void note(Principal who, Verb verb, String target, Credentials given, Code outcome) {
        try {
            checks().notes().keep(new Deed(0, checks().clock().millis(), who.text(), who.via(), given.address(),
                    verb.text(), target, outcome.name(), ""));
        } catch (StoreUnavailable away) {
            LOG.log(System.Logger.Level.WARNING, "a refusal could not be kept in the audit: {0}", away.getMessage());
        }
    }

    private Checks checks() {
        return checks.orElseThrow(() ->
                new MaestroException(Code.SERVICE_UNAVAILABLE, "The server is starting; try again in a moment"));
    }

    private Access proven(Credentials given) {
        return known(given).orElseThrow(() -> Refusals.unknown("This server wants a token."));
    }

    /** Empty when nothing was shown. @throws MaestroException 401 when what was shown is not valid */
    private Optional<Access> known(Credentials given) {
        if (checks.isEmpty()) return Optional.empty();
        var token = given.token();
        if (token.isPresent()) return Optional.of(ofToken(token.get(), given));
        return given.cookie(Sessions.COOKIE).flatMap(cookie -> ofSession(cookie, given));
    }

    private Access ofToken(String text, Credentials given) {
        return switch (AccessToken.read(text)) {
            case AccessToken.Reading.Token(var token) -> access(checks().directory().find(token), given);
            case AccessToken.Reading.Mistyped _ ->
                throw Refusals.unknown("The token is mistyped: a character of it is wrong or missing.");
            case AccessToken.Reading.Other _ -> throw failed(given, "That is no token of this server.");
        };
    }

    private Access access(Directory.Found found, Credentials given) {
        return switch (found) {
            case Directory.Found.Valid valid -> valid.access();
            case Directory.Found.Over(var why) -> throw Refusals.unknown("The token is not valid any more: " + why + ".");
            case Directory.Found.Wrong _ -> throw failed(given, "The token is not valid.");
        };
    }

    /** Right tokens of the same address are not held up: others may share it. */
    private MaestroException failed(Credentials given, String why) {
        return wrong.count(given.address())
                ? Refusals.unknown(why)
                : new MaestroException(Code.TOO_MANY_REQUESTS,
                        "Too many wrong tokens came from your address; try again in a minute");
    }

    /** A page of another site can make a browser send the cookie, but neither mark the call nor hide where it comes from. */
    private Optional<Access> ofSession(String cookie, Credentials given) {
        var tokenId = checks().sessions().tokenOf(cookie);
        if (tokenId.isEmpty() || !(checks().directory().find(tokenId.get()) instanceof Directory.Found.Valid valid))
            return Optional.empty();
        if (!OWN_SITE.contains(given.fetchSite().orElse("none")) || given.changes() && !given.marked())
            throw new MaestroException(Code.FORBIDDEN,
                    "A session counts for calls of the server's own pages only, and changes need the header X-Maestro: 1");
        return Optional.of(valid.access());
    }
}
