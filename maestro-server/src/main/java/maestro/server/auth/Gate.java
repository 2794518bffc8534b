package maestro.server.auth;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.model.auth.Access;
import maestro.model.auth.Verb;

/** Lets a call in, with what its caller may do, or refuses it. Thread-safe. */
public sealed interface Gate permits OpenGate, TokenGate {
    /** How the session endpoint and the command line name it: {@code none} or {@code tokens}. */
    String mode();

    /**
     * @param variables of the path
     * @param node the node that passed the call on or made it, its signature checked
     * @throws maestro.model.MaestroException 401, 403, 404 or 429
     */
    Access admit(Need need, Map<String, String> variables, Credentials given, Optional<String> node);

    /** Lets everybody do everything but what nodes say to each other. @param open what {@code auth.open} names */
    static Gate open() {
        return new OpenGate();
    }

    /** Of a server that does not know its tokens yet: nothing but what is open to all. */
    static Gate starting(boolean tokens, List<String> open) {
        return tokens ? TokenGate.starting(Set.copyOf(open)) : new OpenGate();
    }

    /** The verbs that a need names, for the description of the API. */
    static Optional<Verb> verb(Need need) {
        return switch (need) {
            case Need.Named(var verb, _) -> Optional.of(verb);
            case Need.Somewhere(var verb) -> Optional.of(verb);
            case Need.Everywhere(var verb) -> Optional.of(verb);
            case Need.NodeOr(var verb) -> Optional.of(verb);
            case Need.Open _, Need.OpenIf _, Need.Known _, Need.Node _ -> Optional.empty();
        };
    }
}
