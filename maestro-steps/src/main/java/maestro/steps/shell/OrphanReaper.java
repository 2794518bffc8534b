package maestro.steps.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/** Ends processes that outlived their server, or an earlier launch of their attempt. */
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
        return others.stream().noneMatch(record -> record.live().isPresent());
    }

    /** All at once, so that many orphans take no longer than one. */
    private static List<String> end(List<ProcessRecord> records) {
        var groups = new LinkedHashMap<ProcessRecord, ProcessGroup>();
        for (var record : records) {
            record.live().ifPresentOrElse(group -> groups.put(record, group), record::remove);
        }
        groups.values().forEach(group -> group.signal(ProcessGroup.SIGTERM));
        long killAt = System.nanoTime() + PATIENCE.toNanos();
        for (var group : groups.values()) {
            if (!group.awaitGone(Duration.ofNanos(Math.max(0, killAt - System.nanoTime())))) {
                group.signal(ProcessGroup.SIGKILL);
            }
        }
        var ended = new ArrayList<String>();
        long giveUpAt = System.nanoTime() + LIMIT.toNanos();
        groups.forEach((record, group) -> {
            if (group.awaitGone(Duration.ofNanos(Math.max(0, giveUpAt - System.nanoTime())))) {
                record.remove();
                ended.add(record.attemptKey());
            }
        });
        return ended;
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
