package maestro.steps.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Ends processes that outlived their server, or an earlier launch of their attempt, with all that descends from them.
 */
public final class OrphanReaper {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private OrphanReaper() {}

    /**
     * Ends all processes whose server is dead, SIGTERM first, and removes their temp folders. To be called when a
     * server starts, before any step runs; takes 5 s at most, and next to nothing without orphans.
     *
     * @param folder as in {@link ShellConfig}
     * @return the attempt keys of the processes that were ended
     * @throws UncheckedIOException when the folder cannot be read
     */
    public static List<String> endAll(Path folder) {
        try {
            var dead = ProcessRecord.list(folder, "").stream()
                    .filter(record -> !Proc.alive(record.server()))
                    .toList();
            var ended = end(dead);
            removeScratch(folder.resolve(Scratch.FOLDER));
            return ended;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the records of running processes in " + folder, e);
        }
    }

    /** Ends what other launches of an attempt left running on this host. Returns false when some of it will not end. */
    static boolean endOtherLaunches(Path folder, UUID stepUuid, String attemptKey) throws IOException {
        var others = ProcessRecord.list(folder, stepUuid + ".").stream()
                .filter(record -> !record.attemptKey().equals(attemptKey))
                .toList();
        end(others);
        return Descendants.alive(others).isEmpty();
    }

    private static List<String> end(List<ProcessRecord> records) {
        var live = Descendants.alive(records);
        records.stream().filter(record -> !live.contains(record)).forEach(ProcessRecord::remove);
        var ended = Descendants.end(live, PATIENCE, LIMIT.minus(PATIENCE));
        ended.forEach(ProcessRecord::remove);
        return ended.stream().map(ProcessRecord::attemptKey).toList();
    }

    private static void removeScratch(Path scratch) throws IOException {
        if (!Files.isDirectory(scratch)) {
            return;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(scratch)) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                if (!Proc.alive(name.substring(0, Math.max(0, name.indexOf('.'))))) {
                    Scratch.remove(folder);
                }
            }
        }
    }
}
