package maestro.server.auth;

import java.util.List;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.auth.Access;
import maestro.model.auth.Role;
import maestro.model.auth.Verb;

/** What those are told who may not. It depends on names alone, never on what exists. */
public final class Refusals {
    private Refusals() {}

    /** @throws MaestroException 404 for who may not read it, as if it were not there; 403 for all that is more than reading */
    public static void require(Access access, Verb verb, String name) {
        if (access.may(verb, name)) return;
        boolean reading = verb == Verb.READ || verb == Verb.LOG && !access.may(Verb.READ, name);
        throw reading ? hidden(name) : forbidden(access, verb, "[" + name + "]");
    }

    static MaestroException hidden(String name) {
        return MaestroException.notFound("There is nothing named [" + name + "] that you may see");
    }

    static MaestroException forbidden(Access access, Verb verb, String where) {
        String who = access.principal().text();
        List<String> roles = Role.holding(verb);
        return new MaestroException(Code.FORBIDDEN, who + " may not '" + verb.text() + "' on " + where
                + ": that takes the role " + String.join(" or ", roles) + " there. An admin can grant it: maestro auth grant "
                + roles.getFirst() + " " + who + " --scope PREFIX");
    }

    static MaestroException unknown(String why) {
        return new MaestroException(Code.UNAUTHORIZED, why
                + " Send it as 'Authorization: Bearer TOKEN'; on the command line 'maestro login' keeps it");
    }
}
