package maestro.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** What Linux tells of processes; times in seconds of CPU. */
final class Host {
    /** Ticks a second and bytes a page as Linux reports them on all our platforms. */
    private static final double TICKS = 100;

    private static final long PAGE = 4096;
    private static final Path PROC = Path.of("/proc");

    private Host() {}

    /** User and system time of one process. */
    static double cpu(long pid) {
        var stat = stat(pid);
        return stat.length == 0 ? 0 : (number(stat, 11) + number(stat, 12)) / TICKS;
    }

    /** User and system time of a process and of all its children, the ended ones included. */
    static double familyCpu(long pid) {
        var stat = stat(pid);
        if (stat.length == 0) {
            return 0;
        }
        double own = (number(stat, 11) + number(stat, 12) + number(stat, 13) + number(stat, 14)) / TICKS;
        return own + children(pid).mapToDouble(Host::cpu).sum();
    }

    static Stream<Long> children(long pid) {
        try (var all = Files.list(PROC)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .map(Long::parseLong)
                    .filter(child -> parent(child) == pid)
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static long parent(long pid) {
        var stat = stat(pid);
        return stat.length == 0 ? -1 : (long) number(stat, 1);
    }

    /** Resident memory in bytes. */
    static long resident(long pid) {
        var stat = stat(pid);
        return stat.length == 0 ? 0 : (long) number(stat, 21) * PAGE;
    }

    /** CPU that all processes of the machine have had. */
    static double busy() {
        try {
            var fields = Files.readAllLines(PROC.resolve("stat")).getFirst().trim().split(" +");
            double all = Arrays.stream(fields).skip(1).limit(8).mapToDouble(Double::parseDouble).sum();
            return (all - Double.parseDouble(fields[4]) - Double.parseDouble(fields[5])) / TICKS;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static double number(String[] stat, int place) {
        return Double.parseDouble(stat[place]);
    }

    /** The fields from the state on; none when the process is gone. */
    private static String[] stat(long pid) {
        try {
            String line = Files.readString(PROC.resolve(pid + "/stat"));
            return line.substring(line.lastIndexOf(')') + 2).split(" ");
        } catch (IOException gone) {
            return new String[0];
        }
    }
}
