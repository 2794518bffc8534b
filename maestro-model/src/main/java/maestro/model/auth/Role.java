package maestro.model.auth;

import static maestro.model.auth.Verb.ACT_AS;
import static maestro.model.auth.Verb.CONTROL;
import static maestro.model.auth.Verb.LOG;
import static maestro.model.auth.Verb.READ;
import static maestro.model.auth.Verb.SIGNAL;
import static maestro.model.auth.Verb.START;
import static maestro.model.auth.Verb.WRITE;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A named set of verbs. The names are API. */
public record Role(String name, Set<Verb> verbs) {
    public static final Role VIEWER = new Role("viewer", EnumSet.of(READ, LOG));
    public static final Role OPERATOR = new Role("operator", EnumSet.of(READ, LOG, START, CONTROL, SIGNAL));
    public static final Role EDITOR = new Role("editor", EnumSet.of(READ, LOG, START, CONTROL, SIGNAL, WRITE));
    /** All but to act for others, which a gateway alone should. */
    public static final Role ADMIN = new Role("admin", EnumSet.complementOf(EnumSet.of(ACT_AS)));
    /** Starts nothing by itself: it lends a gateway the names of those behind it. */
    public static final Role GATEWAY = new Role("gateway", EnumSet.of(ACT_AS));

    public static final List<Role> ALL = List.of(VIEWER, OPERATOR, EDITOR, ADMIN, GATEWAY);

    public Role {
        verbs = Set.copyOf(verbs);
    }

    public static Optional<Role> named(String name) {
        return ALL.stream().filter(role -> role.name().equals(name)).findFirst();
    }

    /** Those that hold a verb, the smallest first. */
    public static List<String> holding(Verb verb) {
        return ALL.stream().filter(role -> role.verbs().contains(verb)).map(Role::name).toList();
    }
}
