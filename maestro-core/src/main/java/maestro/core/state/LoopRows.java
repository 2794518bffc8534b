package maestro.core.state;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import maestro.core.row.Intervals;
import maestro.core.row.LoopRow;
import maestro.core.row.Rollup;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;

/** A loop's state as it is stored, and back. */
final class LoopRows {
    private LoopRows() {}

    static LoopRow row(LoopState loop) {
        return switch (loop) {
            case LoopState.Foreach foreach -> foreach(foreach);
            case LoopState.While repeated -> repeated(repeated);
        };
    }

    private static LoopRow.Before before(LoopState loop) {
        var pending = new TreeMap<>(loop.queued);
        pending.putAll(loop.awaited);
        return new LoopRow.Before(loop.known, loop.existed, loop.lastRunId, loop.goesOn, pending);
    }

    private static LoopRow foreach(LoopState.Foreach loop) {
        var live = new EnumMap<InstanceStatus, Intervals>(InstanceStatus.class);
        var leaves = new Rollup();
        loop.running.forEach((number, run) -> {
            live.computeIfAbsent(run.status(), _ -> new Intervals()).add(number);
            leaves.add(Rollups.of(run));
        });
        return new LoopRow.Foreach(
                loop.inlineId, loop.loopRunId, before(loop), loop.total, loop.fingerprint, loop.next() - 1,
                loop.launched, loop.keptPrefix, loop.ownHighest, ForeachNumbers.checkpoint(loop), loop.ended, live,
                loop.rollup, leaves);
    }

    private static LoopRow repeated(LoopState.While loop) {
        boolean ended = loop.running.isEmpty();
        var live = ended ? null : loop.running.lastEntry().getValue();
        return new LoopRow.While(
                loop.inlineId, loop.loopRunId, before(loop), loop.first, loop.last,
                ended ? loop.lastStatus : live.status(),
                ended ? loop.lastOverview : Json.text(RunOverview.toJson(live)),
                loop.values, loop.rollup);
    }

    /** The state without live iterations: those are put in as their rows are read. */
    static LoopState state(LoopRow row) {
        var loop = switch (row) {
            case LoopRow.Foreach foreach -> foreach(foreach);
            case LoopRow.While repeated -> repeated(repeated);
        };
        loop.goesOn = row.before().goesOn();
        loop.known = row.before().known();
        loop.existed = row.before().existed();
        loop.lastRunId = row.before().lastRunId();
        loop.queued.putAll(row.before().pending());
        return loop;
    }

    /** What an attempt's artifacts tell of its loop, or of that of the attempt before it; null: nothing. */
    static LoopState state(Map<String, Map<String, Object>> artifacts) {
        return LoopRow.of(artifacts).map(LoopRows::state).orElse(null);
    }

    private static LoopState foreach(LoopRow.Foreach row) {
        var loop = new LoopState.Foreach(row.inlineId(), row.loopRunId(), row.total(), row.fingerprint());
        loop.launched = row.launched();
        loop.keptPrefix = row.keptPrefix();
        loop.ownHighest = row.ownHighest();
        loop.ended.putAll(row.ended());
        loop.rollup.add(row.rollup());
        return loop;
    }

    private static LoopState repeated(LoopRow.While row) {
        var loop = new LoopState.While(row.inlineId(), row.loopRunId());
        loop.first = row.first();
        loop.last = row.last();
        loop.lastStatus = row.lastStatus().terminal() ? row.lastStatus() : InstanceStatus.CREATED;
        loop.lastOverview = row.lastOverview();
        loop.values = row.values();
        loop.rollup.add(row.rollup());
        return loop;
    }
}
