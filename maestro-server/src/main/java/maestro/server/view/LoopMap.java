package maestro.server.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import maestro.core.row.LoopRow;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
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
        return LoopRow.own(StepDetail.read(step).artifacts())
                .map(loop -> switch (loop) {
                    case LoopRow.Foreach foreach -> foreach(foreach, from, to, max);
                    case LoopRow.While repeated -> repeated(repeated, from, to);
                })
                .orElseGet(LoopMap::notBegun);
    }

    private static ObjectNode notBegun() {
        var view = Json.object().put("launched", 0L);
        view.putObject("stats");
        view.putArray("ranges");
        return view.put("complete", true);
    }

    private static ObjectNode foreach(LoopRow.Foreach loop, long from, long to, int max) {
        var view = Json.object();
        view.put("total", loop.total()).put("launched", loop.reached());
        var stats = view.putObject("stats");
        var ranges = new ArrayList<Range>();
        for (var byStatus : List.of(loop.ended(), loop.live())) {
            byStatus.forEach((status, numbers) -> {
                char letter = StatusLetters.of(status);
                stats.put(String.valueOf(letter), numbers.size());
                numbers.within(from, to, (first, last) -> ranges.add(new Range(first, last, letter)));
            });
        }
        ranges.sort(Comparator.comparingLong(Range::from));
        if (ranges.size() <= max) write(view, ranges);
        else bins(view, ranges, from, Math.min(to, loop.total()));
        return view.put("complete", true);
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
    private static ObjectNode repeated(LoopRow.While loop, long from, long to) {
        var view = Json.object();
        long last = loop.last();
        view.put("launched", last);
        var stats = view.putObject("stats");
        var ranges = new ArrayList<Range>();
        if (last > 1) ranges.add(new Range(1, last - 1, StatusLetters.of(InstanceStatus.SUCCEEDED)));
        if (last > 0) ranges.add(new Range(last, last, StatusLetters.of(loop.lastStatus())));
        ranges.forEach(range -> stats.put(String.valueOf(range.letter()),
                stats.path(String.valueOf(range.letter())).asLong(0) + range.to() - range.from() + 1));
        write(view, ranges.stream()
                .filter(range -> range.to() >= from && range.from() <= to)
                .map(range -> new Range(Math.max(from, range.from()), Math.min(to, range.to()), range.letter()))
                .toList());
        return view.put("complete", true);
    }
}
