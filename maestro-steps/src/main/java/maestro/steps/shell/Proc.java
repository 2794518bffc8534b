package maestro.steps.shell;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code /proc} tells about processes. Reads are plain file reads, so an interrupt does not break them. */
final class Proc {
    /**
     * One line of {@code /proc/<pid>/stat}.
     *
     * @param parent its process, or what took it over when that ended
     * @param group process group
     * @param startTicks clock ticks since boot; with the pid it names a process for as long as the host is up
     */
    record Stat(long pid, char state, long parent, long group, long session, long startTicks) {
        boolean running() {
            return state != 'Z' && state != 'X';
        }
    }

    private static final String SELF = ProcessHandle.current().pid() + "-"
            + stat(ProcessHandle.current().pid()).map(Stat::startTicks).orElse(0L);

    private Proc() {}

    /** This server's name: {@code <pid>-<start ticks>}. */
    static String self() {
        return SELF;
    }

    static boolean available() {
        return Files.isReadable(Path.of("/proc/self/stat"));
    }

    /** Whether the process named as {@link #self} names one still runs. */
    static boolean alive(String name) {
        try {
            int dash = name.indexOf('-');
            long ticks = Long.parseLong(name.substring(dash + 1));
            return stat(Long.parseLong(name.substring(0, dash)))
                    .filter(stat -> stat.running() && stat.startTicks() == ticks)
                    .isPresent();
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            return false;
        }
    }

    static Optional<Stat> stat(long pid) {
        return read(pid, "stat").flatMap(text -> {
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" "); // the name may hold anything
            return fields.length < 20
                    ? Optional.empty()
                    : Optional.of(new Stat(
                            pid,
                            fields[0].charAt(0),
                            Long.parseLong(fields[1]),
                            Long.parseLong(fields[2]),
                            Long.parseLong(fields[3]),
                            Long.parseLong(fields[19])));
        });
    }

    /** All processes of the host, zombies left out. */
    static List<Stat> running() {
        var found = new ArrayList<Stat>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path entry : entries) {
                stat(Long.parseLong(entry.getFileName().toString())).filter(Stat::running).ifPresent(found::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list /proc", e);
        }
        return found;
    }

    /** Whether the process was started for this attempt key; false when its environment cannot be read. */
    static boolean carries(long pid, String attemptKey) {
        String wanted = "\0" + ShellEnvironment.ATTEMPT_KEY + "=" + utf8AsLatin(attemptKey) + "\0";
        return read(pid, "environ").filter(text -> ("\0" + text).contains(wanted)).isPresent();
    }

    /** The attempt key that a process was started with; empty: none, or its environment cannot be read. */
    static Optional<String> attemptKey(long pid) {
        String name = "\0" + ShellEnvironment.ATTEMPT_KEY + "=";
        return read(pid, "environ").map(text -> "\0" + text).filter(text -> text.contains(name)).map(text -> {
            int from = text.indexOf(name) + name.length();
            int end = text.indexOf('\0', from);
            return new String(text.substring(from, end < 0 ? text.length() : end).getBytes(ISO_8859_1), UTF_8);
        });
    }

    private static String utf8AsLatin(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    private static Optional<String> read(long pid, String file) {
        try (var in = new FileInputStream("/proc/" + pid + "/" + file)) {
            var text = new String(in.readAllBytes(), ISO_8859_1);
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (IOException e) {
            return Optional.empty(); // it has ended, or belongs to another user
        }
    }
}
