package maestro.steps.shell;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.stream.Stream;

/** Functions of Linux's C library that the JDK has no door to. Thread-safe. */
@SuppressWarnings("restricted")
final class LibC {
    /** More than either structure of posix_spawn has on any platform; 80 and 336 bytes on 64-bit glibc. */
    private static final long STRUCT_BYTES = 1024;

    private static final long SIGNAL_SET_BYTES = 128;
    private static final long SIGNAL_INFO_BYTES = 128;
    private static final short SPAWN_SET_SIGNAL_MASK = 0x08;
    private static final short SPAWN_SET_SESSION = 0x80;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int WAIT_FOR_PID = 1;
    private static final int WAIT_EXITED = 4;
    private static final int WAIT_LEAVE = 0x01000000;
    private static final int INTERRUPTED = 4;
    private static final int SIGNALLED = 128;
    private static final int SIGNAL_MASK = 0x7f;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final VarHandle ERROR =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle KILL = need("kill", JAVA_INT, JAVA_INT);

    private static final boolean CAN_SPAWN = Stream.of(
                    "posix_spawn_file_actions_addclosefrom_np", "posix_spawn_file_actions_addchdir_np", "pipe2")
            .allMatch(name -> LINKER.defaultLookup().find(name).isPresent());

    private LibC() {}

    /** Sends a signal to a process, or to the group of a negative {@code pid}; false when there is none. */
    static boolean kill(int pid, int signal) {
        return call(KILL, pid, signal) == 0;
    }

    /** Whether all that spawning needs is there. */
    static boolean canSpawn() {
        return CAN_SPAWN;
    }

    /** Two file numbers: the end to read from and the one to write to, neither handed to the JDK's processes. */
    static void pipe(MemorySegment ends) throws IOException {
        if (call(Spawn.PIPE, ends, CLOSE_ON_EXEC) != 0) {
            throw new IOException("no pipe can be made: too many open files");
        }
    }

    static void close(int file) {
        call(Spawn.CLOSE, file);
    }

    /** What posix_spawn shall do in the new process, in this order; to be destroyed after use. */
    static MemorySegment actions(Arena arena, int out, int err, String folder) {
        var actions = arena.allocate(STRUCT_BYTES);
        check(call(Spawn.INIT_ACTIONS, actions));
        check(call(Spawn.ADD_OPEN, actions, 0, arena.allocateFrom("/dev/null"), 0, 0));
        check(call(Spawn.ADD_DUP, actions, out, 1));
        check(call(Spawn.ADD_DUP, actions, err, 2));
        check(call(Spawn.ADD_CLOSE_FROM, actions, 3));
        check(call(Spawn.ADD_FOLDER, actions, arena.allocateFrom(folder)));
        return actions;
    }

    static void destroyActions(MemorySegment actions) {
        call(Spawn.DESTROY_ACTIONS, actions);
    }

    /** A session of its own and no signal blocked, whatever the calling thread blocks. */
    static MemorySegment attributes(Arena arena) {
        var attributes = arena.allocate(STRUCT_BYTES);
        check(call(Spawn.INIT_ATTRIBUTES, attributes));
        check(call(Spawn.SET_FLAGS, attributes, (short) (SPAWN_SET_SESSION | SPAWN_SET_SIGNAL_MASK)));
        check(call(Spawn.SET_MASK, attributes, arena.allocate(SIGNAL_SET_BYTES)));
        return attributes;
    }

    static void destroyAttributes(MemorySegment attributes) {
        call(Spawn.DESTROY_ATTRIBUTES, attributes);
    }

    /**
     * @param pid filled in
     * @return 0, or the number of the error
     */
    static int spawn(
            MemorySegment pid, MemorySegment program, MemorySegment actions, MemorySegment attributes,
            MemorySegment arguments, MemorySegment environment) {
        return call(Spawn.SPAWN, pid, program, actions, attributes, arguments, environment);
    }

    /** Blocks until the child has ended, and leaves it to {@link #exitCode}. */
    static void awaitExit(int pid) {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Linker.Option.captureStateLayout());
            var info = arena.allocate(SIGNAL_INFO_BYTES);
            while (call(Spawn.WAIT_ID, state, WAIT_FOR_PID, pid, info, WAIT_EXITED | WAIT_LEAVE) != 0) {
                int error = (int) ERROR.get(state, 0L);
                if (error != INTERRUPTED) {
                    throw new IllegalStateException("cannot wait for process " + pid + ": error " + error);
                }
            }
        }
    }

    /** Of a child that has ended, once; 128 and the number of the signal that ended it. */
    static int exitCode(int pid) {
        try (var arena = Arena.ofConfined()) {
            var status = arena.allocate(JAVA_INT);
            if (call(Spawn.WAIT_PID, pid, status, 0) != pid) {
                throw new IllegalStateException("process " + pid + " was taken by another");
            }
            int value = status.get(JAVA_INT, 0);
            int signal = value & SIGNAL_MASK;
            return signal == 0 ? value >> 8 & 0xff : SIGNALLED + signal;
        }
    }

    static String describe(int error) {
        try {
            return ((MemorySegment) Spawn.TEXT.invokeExact(error)).reinterpret(256).getString(0);
        } catch (Throwable unexpected) {
            throw new IllegalStateException("strerror cannot be called", unexpected);
        }
    }

    private static void check(int error) {
        if (error != 0) {
            throw new IllegalStateException("posix_spawn cannot be prepared: " + describe(error));
        }
    }

    private static int call(MethodHandle function, Object... arguments) {
        try {
            return (int) function.invokeWithArguments(arguments);
        } catch (Throwable unexpected) {
            throw new IllegalStateException("the C library cannot be called", unexpected);
        }
    }

    private static MethodHandle need(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** Looked up when the first process is spawned. */
    private static final class Spawn {
        static final MethodHandle PIPE = need("pipe2", ADDRESS, JAVA_INT);
        static final MethodHandle CLOSE = need("close", JAVA_INT);
        static final MethodHandle INIT_ACTIONS = need("posix_spawn_file_actions_init", ADDRESS);
        static final MethodHandle ADD_OPEN =
                need("posix_spawn_file_actions_addopen", ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
        static final MethodHandle ADD_DUP = need("posix_spawn_file_actions_adddup2", ADDRESS, JAVA_INT, JAVA_INT);
        static final MethodHandle ADD_CLOSE_FROM = need("posix_spawn_file_actions_addclosefrom_np", ADDRESS, JAVA_INT);
        static final MethodHandle ADD_FOLDER = need("posix_spawn_file_actions_addchdir_np", ADDRESS, ADDRESS);
        static final MethodHandle DESTROY_ACTIONS = need("posix_spawn_file_actions_destroy", ADDRESS);
        static final MethodHandle INIT_ATTRIBUTES = need("posix_spawnattr_init", ADDRESS);
        static final MethodHandle SET_FLAGS = need("posix_spawnattr_setflags", ADDRESS, JAVA_SHORT);
        static final MethodHandle SET_MASK = need("posix_spawnattr_setsigmask", ADDRESS, ADDRESS);
        static final MethodHandle DESTROY_ATTRIBUTES = need("posix_spawnattr_destroy", ADDRESS);
        static final MethodHandle SPAWN = need("posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle WAIT_PID = need("waitpid", JAVA_INT, ADDRESS, JAVA_INT);
        static final MethodHandle WAIT_ID = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("waitid"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
                Linker.Option.captureCallState("errno"));
        static final MethodHandle TEXT = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

        private Spawn() {}
    }
}
