package maestro.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Live heap of a JVM, after a full collection. */
final class Heap {
    private Heap() {}

    /** Bytes of all live objects. */
    static long used(long pid) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            var process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram").start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String total = text.lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
            return Long.parseLong(total.trim().split(" +")[2]);
        } catch (IOException error) {
            throw new IllegalStateException("asking for the heap of " + pid + " failed", error);
        }
    }
}
