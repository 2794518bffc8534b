package maestro.server.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * All metrics of a server. Thread-safe; counting costs one lookup and one add. Label values must come from small closed
 * sets: each combination lives for ever.
 */
public final class Metrics {
    /** Upper bounds of histograms, in seconds. */
    private static final double[] BOUNDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    /** The same for what takes minutes or days. */
    private static final double[] LONG_BOUNDS = {1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400};

    private sealed interface Sample {}

    private record Count(LongAdder value) implements Sample {}

    private record Gauge(DoubleSupplier value, boolean counter) implements Sample {}

    /** Series that come and go, by the value of one label. */
    private record Gauges(String label, Supplier<? extends Map<String, ? extends Number>> values) implements Sample {}

    private record Histogram(double[] bounds, LongAdder[] buckets, LongAdder nanos) implements Sample {}

    private record Family(String help, Map<String, Sample> samples) {}

    private final Map<String, Family> families = new ConcurrentSkipListMap<>();

    /** Adds one. @param labels name, value, name, value … */
    public void count(String name, String help, String... labels) {
        adder(name, help, labels).run();
    }

    /** What {@link #count} does, for later; shown as 0 until then. */
    public Runnable adder(String name, String help, String... labels) {
        var sample = (Count) family(name, help).samples()
                .computeIfAbsent(labels(labels), _ -> new Count(new LongAdder()));
        return sample.value()::increment;
    }

    /** Records a duration in nanoseconds; {@code name} ends with {@code _seconds}. */
    public void time(String name, String help, long nanos, String... labels) {
        time(BOUNDS, name, help, nanos, labels);
    }

    /** The same with buckets from a second to a day. */
    public void timeOfRun(String name, String help, long nanos, String... labels) {
        time(LONG_BOUNDS, name, help, nanos, labels);
    }

    private void time(double[] bounds, String name, String help, long nanos, String... labels) {
        var sample = (Histogram) family(name, help).samples().computeIfAbsent(labels(labels), _ -> histogram(bounds));
        int bucket = 0;
        while (bucket < bounds.length && nanos > bounds[bucket] * 1e9) bucket++;
        sample.buckets()[bucket].increment();
        sample.nanos().add(nanos);
    }

    /** Shows a histogram of {@link #timeOfRun} from now on, before anything is recorded. */
    public void showTimeOfRun(String name, String help, String... labels) {
        family(name, help).samples().computeIfAbsent(labels(labels), _ -> histogram(LONG_BOUNDS));
    }

    /** Shows a value read at each scrape; {@code value} must be fast and must not throw. */
    public void gauge(String name, String help, DoubleSupplier value, String... labels) {
        family(name, help).samples().put(labels(labels), new Gauge(value, false));
    }

    /** As {@link #gauge}, for a value that only grows. */
    public void counter(String name, String help, DoubleSupplier value, String... labels) {
        family(name, help).samples().put(labels(labels), new Gauge(value, true));
    }

    /** As {@link #gauge}, for as many series as the map has at a scrape: its keys are the values of {@code label}. */
    public void gauges(
            String name, String help, String label, Supplier<? extends Map<String, ? extends Number>> values) {
        family(name, help).samples().put("", new Gauges(label, values));
    }

    /** The Prometheus text format, version 0.0.4. */
    public String text() {
        var out = new StringBuilder();
        families.forEach((name, family) -> {
            out.append("# HELP ").append(name).append(' ').append(family.help()).append('\n');
            family.samples().values().stream().findFirst().ifPresent(first ->
                    out.append("# TYPE ").append(name).append(' ').append(type(first)).append('\n'));
            family.samples().forEach((labels, sample) -> append(out, name, labels, sample));
        });
        return out.toString();
    }

    private Family family(String name, String help) {
        return families.computeIfAbsent(name, _ -> new Family(help, new ConcurrentHashMap<>()));
    }

    private static Histogram histogram(double[] bounds) {
        var buckets = new LongAdder[bounds.length + 1];
        for (int i = 0; i < buckets.length; i++) buckets[i] = new LongAdder();
        return new Histogram(bounds, buckets, new LongAdder());
    }

    private static String type(Sample sample) {
        return switch (sample) {
            case Count _ -> "counter";
            case Gauge gauge -> gauge.counter() ? "counter" : "gauge";
            case Gauges _ -> "gauge";
            case Histogram _ -> "histogram";
        };
    }

    private static void append(StringBuilder out, String name, String labels, Sample sample) {
        switch (sample) {
            case Count count -> line(out, name, labels, Long.toString(count.value().sum()));
            case Gauge gauge -> line(out, name, labels, number(gauge.value().getAsDouble()));
            case Gauges gauges -> gauges.values().get().forEach((value, number) ->
                    line(out, name, labels(gauges.label(), value), number(number.doubleValue())));
            case Histogram histogram -> {
                long total = 0;
                for (int i = 0; i < histogram.buckets().length; i++) {
                    total += histogram.buckets()[i].sum();
                    String bound = i < histogram.bounds().length ? number(histogram.bounds()[i]) : "+Inf";
                    line(out, name + "_bucket", join(labels, "le=\"" + bound + "\""), Long.toString(total));
                }
                line(out, name + "_sum", labels, number(histogram.nanos().sum() / 1e9));
                line(out, name + "_count", labels, Long.toString(total));
            }
        }
    }

    private static void line(StringBuilder out, String name, String labels, String value) {
        out.append(name);
        if (!labels.isEmpty()) out.append('{').append(labels).append('}');
        out.append(' ').append(value).append('\n');
    }

    private static String number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }

    private static String join(String a, String b) {
        return a.isEmpty() ? b : a + "," + b;
    }

    private static String labels(String... pairs) {
        var text = new StringBuilder();
        for (String part : List.of(pairs)) {
            boolean name = text.isEmpty() || text.charAt(text.length() - 1) == '"';
            if (name) text.append(text.isEmpty() ? "" : ",").append(part).append('=');
            else text.append('"').append(escape(part)).append('"');
        }
        return text.toString();
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
