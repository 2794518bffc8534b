package maestro.store.embedded;

import java.nio.file.Path;

/** A server process for tests to kill: starts the database of a folder, says its pid and port, waits. */
final class Victim {
    private Victim() {}

    static void main(String[] arguments) throws Exception {
        try {
            var postgres = EmbeddedPostgres.start(Path.of(arguments[0]));
            System.out.println(postgres.pid() + " " + postgres.url("postgres"));
        } catch (EmbeddedFailure refused) {
            System.out.println(refused.getMessage());
        }
        System.in.read();
    }
}
