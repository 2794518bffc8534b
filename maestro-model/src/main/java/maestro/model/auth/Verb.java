package maestro.model.auth;

import java.util.Locale;

/** What a call does, as far as permissions tell calls apart. Every route of the API needs one of these. */
public enum Verb {
    /** Definitions, runs, steps, values, signals. */
    READ,
    /** The output of steps. */
    LOG,
    START,
    /** Stop, kill, restart, skip, unblock, breakpoints. */
    CONTROL,
    /** Push, activate, change properties, delete. */
    WRITE,
    SIGNAL,
    TEMPLATE,
    PERMIT,
    /** Tokens and grants. */
    TOKEN,
    AUDIT,
    CLUSTER,
    /** To be recorded under the name in the {@code user} header. */
    ACT_AS;

    /** As it is written in settings, answers and messages, such as {@code act-as}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
