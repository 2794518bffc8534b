package maestro.server.auth;

import maestro.model.auth.Verb;

/** What a route wants of its caller. */
public sealed interface Need {
    /** Nothing: health, version, the files of the web UI, logging in. */
    record Open() implements Need {}

    /** Metrics or the description of the API: open where {@code auth.open} says so, else as {@link Known}. */
    record OpenIf(String name) implements Need {}

    /** That they prove who they are. */
    record Known() implements Need {}

    /** A verb on the name in a path variable. */
    record Named(Verb verb, String variable) implements Need {}

    /** A verb on some name: the handler looks at the names in body or query, or leaves out what may not be seen. */
    record Somewhere(Verb verb) implements Need {}

    /** A verb on everything. */
    record Everywhere(Verb verb) implements Need {}

    /** That another node of the cluster calls. */
    record Node() implements Need {}

    /** That another node calls, or somebody with a verb on everything. */
    record NodeOr(Verb verb) implements Need {}
}
