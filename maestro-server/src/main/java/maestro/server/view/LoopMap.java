package maestro.server.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.core.state.LoopArtifact;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** All iterations of a loop as ranges of one status, as the loop itself keeps them: no iteration is looked at. */
public final class LoopMap {
    private static final int BINS_MAX = 16_384;

    /** Iterations {@code from} to {@code to}, both included. */
    private record Range(long from, long to, char letter) {}

    private LoopMap() {}

    /**
     * @param from the first iteration that is wanted, from 1
     * @param to the last
     * @param max ranges in the answer; where there are more they are counted in bins
     */
    public static ObjectNode of(StepRow step, long from, long to, int max) {
        JsonNode shown = LoopArtifact.shown(StepDetail.read(step).artifacts());
        JsonNode foreach = shown.path(LoopArtifact.FOREACH);
        return foreach.isObject()
                ? foreach(foreach, from, to, max)
                : repeated(shown.path(LoopArtifact.WHILE), from, to);
    }

    private static ObjectNode foreach(JsonNode loop, long from, long to, int max) {
        var view = Json.object();
        long total = loop.path("total_loop_count").asLong();
        view.put("total", total).put("launched", loop.path("next_loop_index").asLong());
        var stats = view.putObject("stats");
        for (String part : List.of("stats", "running_stats"))
            loop.path("foreach_overview").path(part).properties().forEach(entry ->
                    stats.put(String.valueOf(letter(entry.getKey())), entry.getValue().asLong()));
        var ranges = ranges(loop.at("/foreach_overview/details"), from, to);
        if (ranges.size() <= max) write(view, ranges);
        else bins(view, ranges, from, Math.min(to, total));
        return view.put("complete", true);
    }

    private static char letter(String status) {
        return StatusLetters.of(InstanceStatus.valueOf(status));
    }

    private static List<Range> ranges(JsonNode details, long from, long to) {
        var ranges = new ArrayList<Range>();
        details.properties().forEach(entry -> {
            char letter = letter(entry.getKey());
            for (JsonNode each : entry.getValue()) {
                long first = Math.max(from, each.isArray() ? each.get(0).asLong() : each.asLong());
                long last = Math.min(to, each.isArray() ? each.get(1).asLong() : each.asLong());
                if (first <= last) ranges.add(new Range(first, last, letter));
            }
        });
        ranges.sort(Comparator.comparingLong(Range::from));
        return ranges;
    }

    private static void write(ObjectNode view, List<Range> ranges) {
        var array = view.putArray("ranges");
        for (Range range : ranges)
            array.addArray().add(range.from()).add(range.to()).add(String.valueOf(range.letter()));
    }

    private static void bins(ObjectNode view, List<Range> ranges, long from, long to) {
        long each = Math.ceilDiv(to - from + 1, BINS_MAX);
        int count = (int) Math.ceilDiv(to - from + 1, each);
        var counts = new TreeMap<Character, long[]>();
        for (Range range : ranges) {
            long[] own = counts.computeIfAbsent(range.letter(), _ -> new long[count]);
            for (long at = range.from(); at <= range.to(); ) {
                int bin = (int) ((at - from) / each);
                long last = Math.min(range.to(), from + (bin + 1) * each - 1);
                own[bin] += last - at + 1;
                at = last + 1;
            }
        }
        var shown = view.putObject("bins").put("from", from).put("each", each);
        counts.forEach((letter, own) -> {
            var array = shown.putArray(String.valueOf(letter));
            for (long number : own) array.add(number);
        });
    }

    /** One after another: all before the last one went well, or there would be no last one. */
    private static ObjectNode repeated(JsonNode loop, long from, long to) {
        var view = Json.object();
        long last = loop.path("last_iteration").asLong(0);
        view.put("launched", last);
        var stats = view.putObject("stats");
        var ranges = new ArrayList<Range>();
        Optional<Character> end = Optional.ofNullable(loop.path("last_status").stringValue(null)).map(LoopMap::letter);
        if (last > 1) ranges.add(new Range(1, last - 1, 'S'));
        end.ifPresent(letter -> ranges.add(new Range(last, last, letter)));
        ranges.forEach(range -> stats.put(String.valueOf(range.letter()),
                stats.path(String.valueOf(range.letter())).asLong(0) + range.to() - range.from() + 1));
        write(view, ranges.stream()
                .filter(range -> range.to() >= from && range.from() <= to)
                .map(range -> new Range(Math.max(from, range.from()), Math.min(to, range.to()), range.letter()))
                .toList());
        return view.put("complete", true);
    }
}
