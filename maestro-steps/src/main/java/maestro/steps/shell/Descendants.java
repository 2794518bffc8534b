package maestro.steps.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * All processes that descend from scripts, whatever groups and sessions they made: those whose environment has the
 * attempt's key, those of the script's group and session, and children of any of them.
 */
final class Descendants {
    private static final long LOOK_NANOS = 2_000_000;
    private static final long LOOK_MAX_NANOS = 50_000_000;

    private Descendants() {}

    /** The processes of the host at one moment; making it reads two files a process. */
    private record Host(List<Proc.Stat> running, Map<String, List<Proc.Stat>> byKey) {
        static Host now() {
            var byKey = new HashMap<String, List<Proc.Stat>>();
            var running = Proc.running();
            running.forEach(process -> Proc.attemptKey(process.pid())
                    .ifPresent(key -> byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(process)));
            return new Host(running, byKey);
        }

        Set<Proc.Stat> of(ProcessRecord record) {
            var found = new LinkedHashSet<>(byKey.getOrDefault(record.attemptKey(), List.of()));
            if (leads(record, found)) {
                running.stream().filter(process -> led(record, process)).forEach(found::add);
            }
            for (int before = -1; before != found.size(); ) {
                before = found.size();
                var parents = new LinkedHashSet<Long>();
                found.forEach(process -> parents.add(process.pid()));
                running.stream().filter(process -> parents.contains(process.parent())).forEach(found::add);
            }
            found.removeIf(process -> process.pid() == ProcessHandle.current().pid());
            return found;
        }

        private static boolean led(ProcessRecord record, Proc.Stat process) {
            return process.group() == record.pid() || process.session() == record.pid();
        }

        /** Whether group and session are still the script's: its pid may have been given anew since. */
        private boolean leads(ProcessRecord record, Set<Proc.Stat> carriers) {
            if (record.pid() == 0) {
                return false;
            }
            var leader = running.stream().filter(process -> process.pid() == record.pid()).findFirst();
            return leader.isPresent()
                    ? leader.get().startTicks() == record.startTicks() && carriers.contains(leader.get())
                    : carriers.stream().anyMatch(process -> led(record, process));
        }
    }

    /** Those of which something still runs. */
    static List<ProcessRecord> alive(Collection<ProcessRecord> records) {
        if (records.isEmpty()) {
            return List.of();
        }
        var host = Host.now();
        return records.stream().filter(record -> !host.of(record).isEmpty()).toList();
    }

    /**
     * Ends all at once, so that many take no longer than one: SIGTERM, then SIGKILL to what is left after a while.
     * Ignores interrupts, keeps the flag.
     *
     * @param patience between the two signals
     * @param limit how long to wait after SIGKILL
     * @return those of which nothing is left
     */
    static List<ProcessRecord> end(Collection<ProcessRecord> records, Duration patience, Duration limit) {
        if (records.isEmpty()
                || patience.isPositive() && gone(records, ProcessGroup.SIGTERM, patience)
                || gone(records, ProcessGroup.SIGKILL, limit)) {
            return List.copyOf(records);
        }
        var left = alive(records);
        return records.stream().filter(record -> !left.contains(record)).toList();
    }

    /** Sends a signal, and again to what has come meanwhile, once all that was told has ended. */
    private static boolean gone(Collection<ProcessRecord> records, int signal, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        var told = new HashMap<Long, Long>();
        boolean interrupted = false;
        try {
            for (long pause = LOOK_NANOS; ; pause = Math.min(2 * pause, LOOK_MAX_NANOS)) {
                if (told.entrySet().stream().noneMatch(process -> runs(process.getKey(), process.getValue()))) {
                    var host = Host.now();
                    var left = records.stream().flatMap(record -> host.of(record).stream()).toList();
                    if (left.isEmpty()) {
                        return true;
                    }
                    left.forEach(process -> LibC.kill((int) process.pid(), signal));
                    left.forEach(process -> told.put(process.pid(), process.startTicks()));
                }
                if (System.nanoTime() >= deadline) {
                    return false;
                }
                LockSupport.parkNanos(Math.min(pause, deadline - System.nanoTime()));
                interrupted |= Thread.interrupted(); // else parking would return at once
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean runs(long pid, long startTicks) {
        return Proc.stat(pid)
                .filter(process -> process.running() && process.startTicks() == startTicks)
                .isPresent();
    }
}
