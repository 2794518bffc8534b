package maestro.model.auth;

/**
 * A role on names that begin with a prefix, for one principal or, with {@link #EVERYONE}, for all who prove who they
 * are.
 */
public record Grant(String subject, Role role, Scope scope) {
    public static final String EVERYONE = "everyone";

    /** @throws IllegalArgumentException which says how a subject is written */
    public Grant {
        if (!subject.equals(EVERYONE)) Principal.of(subject, "");
    }

    public boolean isFor(Principal principal) {
        return subject.equals(EVERYONE) || subject.equals(principal.text());
    }

    public boolean allows(Verb verb, String name) {
        return role.verbs().contains(verb) && scope.reaches(name);
    }

    /** In words, such as {@code editor of finance.}. */
    public String words() {
        return role.name() + (scope.equals(Scope.ALL) ? " of everything" : " of " + scope.text());
    }
}
