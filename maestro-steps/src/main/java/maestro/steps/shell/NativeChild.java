package maestro.steps.shell;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Started by {@code posix_spawn}: the command is the first and only program that runs, about 2 ms earlier than by way
 * of the JDK's helper and setsid(1). Gets no file of ours but the three standard ones. Needs {@link LibC#canSpawn}
 * (glibc from 2.34).
 */
final class NativeChild implements Child {
    private final int pid;
    private final InputStream out;
    private final InputStream err;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Object endLock = new Object();
    private boolean ended;

    private NativeChild(int pid, InputStream out, InputStream err) {
        this.pid = pid;
        this.out = out;
        this.err = err;
    }

    static Child spawn(List<String> command, String workingDir, Map<String, String> environment) throws IOException {
        try (var arena = Arena.ofConfined();
                var out = Pipe.open();
                var err = Pipe.open()) {
            // before anything runs: no process may be left without its readers when files are short
            var stdout = out.reader();
            var stderr = err.reader();
            var actions = LibC.actions(arena, out.writeEnd(), err.writeEnd(), workingDir);
            var attributes = LibC.attributes(arena);
            try {
                var pid = arena.allocate(ValueLayout.JAVA_INT);
                int error = LibC.spawn(
                        pid, arena.allocateFrom(command.getFirst()), actions, attributes, texts(arena, command),
                        texts(arena, environment.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .toList()));
                if (error != 0) {
                    stdout.close();
                    stderr.close();
                    throw new SpawnError(error, LibC.describe(error));
                }
                var child = new NativeChild(pid.get(ValueLayout.JAVA_INT, 0), stdout, stderr);
                Thread.ofPlatform().daemon().name("shell-exit-" + child.pid).start(child::reap);
                return child;
            } finally {
                LibC.destroyActions(actions);
                LibC.destroyAttributes(attributes);
            }
        }
    }

    private static MemorySegment texts(Arena arena, List<String> texts) {
        var list = arena.allocate(ValueLayout.ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            list.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(texts.get(i)));
        }
        return list;
    }

    /** Waits first and takes the exit code then, so that {@link #kill} never meets a pid that was given anew. */
    private void reap() {
        try {
            LibC.awaitExit(pid);
            synchronized (endLock) {
                ended = true;
                exit.complete(LibC.exitCode(pid));
            }
        } catch (RuntimeException | Error unexpected) {
            exit.completeExceptionally(unexpected);
        }
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public InputStream out() {
        return out;
    }

    @Override
    public InputStream err() {
        return err;
    }

    @Override
    public int await() throws InterruptedException {
        try {
            return exit.get();
        } catch (ExecutionException unexpected) {
            throw new IllegalStateException("cannot wait for process " + pid, unexpected.getCause());
        }
    }

    @Override
    public void kill() {
        synchronized (endLock) {
            if (!ended) {
                LibC.kill(pid, ProcessGroup.SIGKILL);
            }
        }
    }

    /** Both ends are ours until the child has its own of them. */
    private record Pipe(int readEnd, int writeEnd) implements AutoCloseable {
        static Pipe open() throws IOException {
            try (var arena = Arena.ofConfined()) {
                var ends = arena.allocate(ValueLayout.JAVA_INT, 2);
                LibC.pipe(ends);
                return new Pipe(
                        ends.getAtIndex(ValueLayout.JAVA_INT, 0), ends.getAtIndex(ValueLayout.JAVA_INT, 1));
            }
        }

        /** Another handle of the end to read from, one that Java can close. */
        InputStream reader() throws IOException {
            return new FileInputStream("/proc/self/fd/" + readEnd);
        }

        @Override
        public void close() {
            LibC.close(readEnd);
            LibC.close(writeEnd);
        }
    }
}
