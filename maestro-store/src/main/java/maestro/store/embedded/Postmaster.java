package maestro.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The PostgreSQL that runs, or ran, on a data folder, by its {@code postmaster.pid}. */
record Postmaster(ProcessHandle process, int port) {
    private static final int PORT_LINE = 3;

    /** Empty when there is none, or the file was left by one that has died. */
    static Optional<Postmaster> on(Path data) throws IOException {
        try {
            var lines = Files.readAllLines(data.resolve("postmaster.pid"));
            if (lines.size() <= PORT_LINE) {
                return Optional.empty();
            }
            int port = Integer.parseInt(lines.get(PORT_LINE).strip());
            return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                    .filter(Postmaster::isPostgres)
                    .map(process -> new Postmaster(process, port));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (NumberFormatException error) {
            throw new IOException("postmaster.pid is unreadable: " + error.getMessage(), error);
        }
    }

    /** A dead one's number may have gone to another program since, or be a zombie that nobody has collected yet. */
    private static boolean isPostgres(ProcessHandle process) {
        return alive(process)
                && process.info().command().map(path -> path.contains("postgres")).orElse(true);
    }

    boolean alive() {
        return alive(process);
    }

    private static boolean alive(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException _) {
            return process.isAlive(); // no such file system here, or it has just ended
        }
    }

    boolean runs(Binaries binaries) {
        return process.info().command().filter(path -> path.equals(binaries.program("postgres"))).isPresent();
    }
}
