package maestro.core.row;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** A set of numbers kept as ranges, so that a million neighbours cost as much as two (composite-steps.md §2.5). */
public final class Intervals {
    private final TreeMap<Long, Long> ranges = new TreeMap<>();
    private long size;

    public long size() {
        return size;
    }

    public boolean contains(long number) {
        var range = ranges.floorEntry(number);
        return range != null && range.getValue() >= number;
    }

    /** The end of the unbroken run of numbers that begins with 1; 0: 1 is not in the set. */
    public long prefix() {
        return ranges.getOrDefault(1L, 0L);
    }

    /** The lowest numbers in the set, at most so many. */
    public LongStream first(int size) {
        return ranges.entrySet().stream()
                .flatMapToLong(range -> LongStream.rangeClosed(range.getKey(), range.getValue()))
                .limit(size);
    }

    /** A range of numbers, both ends included. */
    public interface RangeTaker {
        void take(long from, long to);
    }

    /** The ranges of the set between two numbers, both included. */
    public void within(long from, long to, RangeTaker taker) {
        ranges.forEach((first, last) -> {
            if (first <= to && last >= from) {
                taker.take(Math.max(first, from), Math.min(last, to));
            }
        });
    }

    /** The highest number in the set; 0: it is empty. */
    public long last() {
        return ranges.isEmpty() ? 0 : ranges.lastEntry().getValue();
    }

    /** The first number from this one on that is not in the set. */
    public long after(long number) {
        var range = ranges.floorEntry(number);
        return range != null && range.getValue() >= number ? range.getValue() + 1 : number;
    }

    public Intervals copy() {
        var copy = new Intervals();
        copy.ranges.putAll(ranges);
        copy.size = size;
        return copy;
    }

    public void add(long number) {
        if (contains(number)) {
            return;
        }
        size++;
        var before = ranges.floorEntry(number);
        long from = before != null && before.getValue() == number - 1 ? before.getKey() : number;
        Long to = ranges.remove(number + 1);
        ranges.put(from, to == null ? number : to);
    }

    public void remove(long number) {
        if (!contains(number)) {
            return;
        }
        size--;
        Map.Entry<Long, Long> range = ranges.floorEntry(number);
        ranges.remove(range.getKey());
        if (range.getKey() < number) {
            ranges.put(range.getKey(), number - 1);
        }
        if (range.getValue() > number) {
            ranges.put(number + 1, range.getValue());
        }
    }

    /** Numbers as they are, runs of two and more as {@code [from, to]}. */
    public ArrayNode toJson() {
        var json = Json.array();
        ranges.forEach((from, to) -> {
            if (from.equals(to)) {
                json.add(from);
            } else {
                json.addArray().add(from).add(to);
            }
        });
        return json;
    }

    public static Intervals fromJson(JsonNode json) {
        var intervals = new Intervals();
        for (var element : json) {
            long from = element.isArray() ? element.get(0).longValue() : element.longValue();
            long to = element.isArray() ? element.get(1).longValue() : from;
            intervals.ranges.put(from, to);
            intervals.size += to - from + 1;
        }
        return intervals;
    }
}
