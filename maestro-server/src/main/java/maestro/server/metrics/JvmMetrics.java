package maestro.server.metrics;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** What is shown of the process: heap, threads, collections, processor time. */
public final class JvmMetrics {
    private JvmMetrics() {}

    public static void register(Metrics metrics) {
        var memory = ManagementFactory.getMemoryMXBean();
        var threads = ManagementFactory.getThreadMXBean();
        var runtime = ManagementFactory.getRuntimeMXBean();
        metrics.gauge("jvm_memory_used_bytes", "Memory in use.",
                () -> memory.getHeapMemoryUsage().getUsed(), "area", "heap");
        metrics.gauge("jvm_memory_used_bytes", "Memory in use.",
                () -> memory.getNonHeapMemoryUsage().getUsed(), "area", "nonheap");
        metrics.gauge("jvm_memory_max_bytes", "Largest heap.",
                () -> memory.getHeapMemoryUsage().getMax(), "area", "heap");
        metrics.gauge("jvm_threads_live", "Platform threads.", threads::getThreadCount);
        metrics.gauge("process_uptime_seconds", "Time since the start.", () -> runtime.getUptime() / 1000.0);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system)
            metrics.counter("process_cpu_seconds_total", "Processor time used.",
                    () -> system.getProcessCpuTime() / 1e9);
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            metrics.counter("jvm_gc_seconds_total", "Time spent in garbage collections.",
                    () -> collector.getCollectionTime() / 1000.0, "gc", collector.getName());
            metrics.counter("jvm_gc_collections_total", "Garbage collections.",
                    collector::getCollectionCount, "gc", collector.getName());
        }
    }
}
