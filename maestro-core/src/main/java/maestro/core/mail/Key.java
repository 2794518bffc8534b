package maestro.core.mail;

import static java.util.Objects.requireNonNull;

/** What one shard is the only one to decide about, and which must be in memory for that. */
public sealed interface Key {
    /** Unique over all kinds: no workflow id has a colon. The shard follows from it. */
    String text();

    /** A workflow id with its queue and its live runs. */
    record Workflow(String id) implements Key {
        public Workflow {
            requireNonNull(id, "id");
        }

        @Override
        public String text() {
            return id;
        }
    }

    /** A tag with its permit and its claims. */
    record Tag(String name) implements Key {
        public Tag {
            requireNonNull(name, "name");
        }

        @Override
        public String text() {
            return "tag:" + name;
        }
    }

    /** A signal name with its instances and listeners. */
    record Signal(String name) implements Key {
        public Signal {
            requireNonNull(name, "name");
        }

        @Override
        public String text() {
            return "signal:" + name;
        }
    }
}
