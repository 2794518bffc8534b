package maestro.model.auth;

import java.util.List;
import java.util.Optional;

/**
 * What one principal may do: the grants that count for it. Immutable.
 *
 * @param open whether everything is allowed, since nobody proves who they are ({@code auth.mode: none})
 */
public record Access(Principal principal, List<Grant> grants, boolean open) {
    public Access {
        grants = List.copyOf(grants);
    }

    /** For servers without log-in: the caller is who they say they are. */
    public static final Access OPEN = new Access(Principal.ANYBODY, List.of(), true);

    /** Whether a verb is allowed on a name, such as a workflow id. */
    public boolean may(Verb verb, String name) {
        return open || grants.stream().anyMatch(grant -> grant.allows(verb, name));
    }

    /** Whether a verb is allowed on some name at least. */
    public boolean maySomewhere(Verb verb) {
        return open || grants.stream().anyMatch(grant -> grant.role().verbs().contains(verb));
    }

    /** The grant that allows it, for answers to "why may they". */
    public Optional<Grant> because(Verb verb, String name) {
        return grants.stream().filter(grant -> grant.allows(verb, name)).findFirst();
    }

    /** Prefixes of the names that a verb is allowed on; none of them begins with another one. */
    public List<Scope> scopes(Verb verb) {
        if (open) return List.of(Scope.ALL);
        var all = grants.stream().filter(grant -> grant.role().verbs().contains(verb)).map(Grant::scope).distinct().toList();
        return all.stream()
                .filter(scope -> all.stream().noneMatch(other -> other != scope && other.holds(scope)))
                .toList();
    }

    /** Whether all that a grant allows is allowed here as well: nobody gives away more than they have. */
    public boolean covers(Grant other) {
        return open || other.role().verbs().stream().allMatch(verb ->
                grants.stream().anyMatch(grant ->
                        grant.role().verbs().contains(verb) && grant.scope().holds(other.scope())));
    }
}
