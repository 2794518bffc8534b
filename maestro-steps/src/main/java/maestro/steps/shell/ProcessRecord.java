package maestro.steps.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a later server must know to find and end a running process. A file of its own, readable by the server's user
 * only, removed when its group is gone. It is written before the process is started, so that a crash at any moment
 * leaves none unknown: one without a pid is looked for by its attempt key.
 *
 * @param server as {@link Proc#self} names it
 * @param pid 0 until it is known
 * @param startTicks of the process, see {@link Proc.Stat}; 0 when it is not known
 */
record ProcessRecord(Path file, UUID stepUuid, String attemptKey, String server, long pid, long startTicks) {
    private static final String SUFFIX = ".process";
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    static ProcessRecord announce(Path folder, UUID stepUuid, String attemptKey) throws IOException {
        String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
        var file = folder.resolve(stepUuid + "." + random + SUFFIX);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var out = Files.newByteChannel(file, NEW, mode)) {
            out.write(UTF_8.encode("attempt_key=" + attemptKey + "\nserver=" + Proc.self() + "\n"));
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return new ProcessRecord(file, stepUuid, attemptKey, Proc.self(), 0, 0);
    }

    ProcessRecord started(long id) throws IOException {
        long ticks = Proc.stat(id).map(Proc.Stat::startTicks).orElse(0L);
        Files.writeString(file, "pid=" + id + " " + ticks + "\n", StandardOpenOption.APPEND);
        return new ProcessRecord(file, stepUuid, attemptKey, server, id, ticks);
    }

    /** Records of one attempt, or of all when {@code prefix} is empty. Half-written ones are not there. */
    static List<ProcessRecord> list(Path folder, String prefix) throws IOException {
        var records = new ArrayList<ProcessRecord>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, prefix + "*" + SUFFIX)) {
                for (Path file : files) {
                    read(file, records);
                }
            }
        }
        return records;
    }

    private static void read(Path file, List<ProcessRecord> into) {
        try {
            var values = new HashMap<String, String>();
            for (String line : Files.readString(file).split("(?<=\n)")) {
                int equals = line.indexOf('=');
                if (line.endsWith("\n")) {
                    values.put(line.substring(0, equals), line.substring(equals + 1, line.length() - 1));
                }
            }
            var name = file.getFileName().toString();
            String[] process = values.getOrDefault("pid", "0 0").split(" ");
            into.add(new ProcessRecord(
                    file,
                    UUID.fromString(name.substring(0, name.indexOf('.'))),
                    requireNonNull(values.get("attempt_key")),
                    requireNonNull(values.get("server")),
                    Long.parseLong(process[0]),
                    Long.parseLong(process[1])));
        } catch (IOException | RuntimeException e) {
            // removed just now, or cut short by a crash: then no process was started
            System.getLogger(ProcessRecord.class.getName())
                    .log(System.Logger.Level.DEBUG, "not a process record: " + file, e);
        }
    }

    /** The group of the started process. */
    ProcessGroup group() {
        return new ProcessGroup(pid);
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.getLogger(ProcessRecord.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot remove " + file, e);
        }
    }
}
