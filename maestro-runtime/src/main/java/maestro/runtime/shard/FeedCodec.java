package maestro.runtime.shard;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import maestro.core.row.StoredJson;
import maestro.core.rule.Change;
import maestro.core.state.RunIdentity;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import tools.jackson.databind.node.ArrayNode;

/**
 * How a batch's changes are stored: a JSON array, one entry a run or attempt, the statuses it went through behind one
 * another. Readers skip entries of kinds they do not know.
 */
public final class FeedCodec {
    private static final byte[] NOTHING = {};
    private static final String RUN = "r";
    private static final String STEP = "s";
    /** A run's number is its shard's number in two bytes, and these. */
    private static final int KEY_BYTES = 6;
    /** Of an entry up to the run's number. */
    private static final int ENTRY = "[\"r\",".length();

    /** A change as stored: only the run's number names the run. */
    public sealed interface Stored {
        long runKey();

        record Run(long runKey, InstanceStatus from, InstanceStatus to, long at) implements Stored {}

        record Step(long runKey, String stepId, int attempt, List<Move> moves) implements Stored {}

        record Move(StepStatus from, StepStatus to, long at) {}
    }

    private FeedCodec() {}

    public static byte[] encode(List<Change> changes) {
        if (changes.isEmpty()) {
            return NOTHING;
        }
        var all = Json.array();
        ArrayNode open = null;
        Change.StepMoved last = null;
        for (var change : changes) {
            switch (change) {
                case Change.RunMoved(var run, var from, var to, var at) -> {
                    last = null;
                    all.addArray().add(RUN).add(run.runKey()).add(from.name()).add(to.name()).add(at);
                }
                case Change.StepMoved moved -> {
                    if (!continues(last, moved)) {
                        open = all.addArray()
                                .add(STEP)
                                .add(moved.run().runKey())
                                .add(moved.stepId())
                                .add(moved.attempt())
                                .add(moved.from().ordinal());
                    }
                    open.add(moved.to().ordinal()).add(moved.at());
                    last = moved;
                }
            }
        }
        return Json.bytes(all);
    }

    private static boolean continues(Change.StepMoved last, Change.StepMoved next) {
        return last != null
                && last.run().runKey() == next.run().runKey()
                && last.attempt() == next.attempt()
                && last.stepId().equals(next.stepId());
    }

    /**
     * The low {@value #KEY_BYTES} bytes of the number of each run that a stored batch tells of, behind one another: what a
     * look for one run's events goes by. A run of the same shard may share such bytes by chance, others may not.
     */
    public static byte[] runKeys(byte[] stored) {
        var seen = new LinkedHashSet<Long>();
        for (int i = 0; i + ENTRY < stored.length; i++) {
            // no text within the JSON holds this: its quotes would be escaped
            if (stored[i] == '[' && stored[i + 1] == '"' && stored[i + 3] == '"' && stored[i + 4] == ',') {
                long key = 0;
                int digit = i + ENTRY;
                for (; digit < stored.length && stored[digit] >= '0' && stored[digit] <= '9'; digit++) {
                    key = key * 10 + stored[digit] - '0';
                }
                if (digit > i + ENTRY) {
                    seen.add(key);
                }
            }
        }
        var keys = new byte[seen.size() * KEY_BYTES];
        int at = 0;
        for (long key : seen) {
            System.arraycopy(bytes(key), 0, keys, at, KEY_BYTES);
            at += KEY_BYTES;
        }
        return keys;
    }

    /** A run's number as {@link #runKeys} has it. */
    public static byte[] bytes(long runKey) {
        return Arrays.copyOfRange(ByteBuffer.allocate(Long.BYTES).putLong(runKey).array(), Long.BYTES - KEY_BYTES, Long.BYTES);
    }

    /** The changes of one run in a stored batch. */
    public static List<Stored> decode(byte[] bytes, RunIdentity run) {
        if (bytes.length == 0) {
            return List.of();
        }
        var changes = new ArrayList<Stored>();
        for (var entry : StoredJson.parse(bytes)) {
            if (entry.path(1).longValue(0) != run.runKey()) {
                continue;
            }
            switch (entry.path(0).stringValue("")) {
                case RUN ->
                    changes.add(new Stored.Run(
                            run.runKey(),
                            InstanceStatus.valueOf(entry.get(2).stringValue()),
                            InstanceStatus.valueOf(entry.get(3).stringValue()),
                            entry.get(4).longValue()));
                case STEP -> {
                    var moves = new ArrayList<Stored.Move>();
                    var from = StepStatus.values()[entry.get(4).intValue()];
                    for (int i = 5; i + 1 < entry.size(); i += 2) {
                        var to = StepStatus.values()[entry.get(i).intValue()];
                        moves.add(new Stored.Move(from, to, entry.get(i + 1).longValue()));
                        from = to;
                    }
                    changes.add(new Stored.Step(
                            run.runKey(), entry.get(2).stringValue(), entry.get(3).intValue(), moves));
                }
                default -> {}
            }
        }
        return changes;
    }
}
