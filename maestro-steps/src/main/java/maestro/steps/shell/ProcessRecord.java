package maestro.steps.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What a later server must know to find and end a running process. A file of its own, readable by the server's user
 * only; written before the script may do anything, removed when its group is gone.
 *
 * @param server as {@link Proc#self} names it
 * @param startTicks of the process, see {@link Proc.Stat}
 */
record ProcessRecord(Path file, UUID stepUuid, String attemptKey, String server, long pid, long startTicks) {
    private static final String SUFFIX = ".process";

    static ProcessRecord write(Path folder, UUID stepUuid, String attemptKey, long pid) throws IOException {
        var stat = Proc.stat(pid).orElseThrow(() -> new IOException("the process ended before it began"));
        var file = folder.resolve(stepUuid + "." + pid + "." + stat.startTicks() + SUFFIX);
        var text = "attempt_key=" + attemptKey + "\nserver=" + Proc.self() + "\npid=" + pid + "\nstart="
                + stat.startTicks() + "\n";
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var out = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
            out.write(UTF_8.encode(text));
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return new ProcessRecord(file, stepUuid, attemptKey, Proc.self(), pid, stat.startTicks());
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
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
            var name = file.getFileName().toString();
            into.add(new ProcessRecord(
                    file,
                    UUID.fromString(name.substring(0, name.indexOf('.'))),
                    values.get("attempt_key"),
                    values.get("server"),
                    Long.parseLong(values.get("pid")),
                    Long.parseLong(values.get("start"))));
        } catch (IOException | RuntimeException e) {
            // removed just now, or cut short by a crash: then its process saw its launcher die and never began
            System.getLogger(ProcessRecord.class.getName())
                    .log(System.Logger.Level.DEBUG, "not a process record: " + file, e);
        }
    }

    ProcessGroup group() {
        return new ProcessGroup(pid);
    }

    /**
     * Whether the group is still this record's: its leader has pid, start time and attempt key, or the leader is gone
     * and a member has the attempt key.
     */
    boolean stillOurs() {
        var leader = Proc.stat(pid).filter(Proc.Stat::running);
        if (leader.isPresent()) {
            return leader.get().startTicks() == startTicks && Proc.carries(pid, attemptKey);
        }
        return group().signal(0)
                && Proc.running().stream()
                        .anyMatch(process -> process.group() == pid && Proc.carries(process.pid(), attemptKey));
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
