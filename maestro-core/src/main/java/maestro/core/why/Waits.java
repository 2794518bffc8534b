package maestro.core.why;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.rule.ParallelLimits;

/**
 * What a step that waits for signals or permits waits for, as it is stored elsewhere.
 *
 * @param lastSeqs the last numbers of the signals that it waits for
 * @param tag the tag that it has asked and that has not let it run
 * @param limits of the automatic tags
 */
public record Waits(Map<String, Long> lastSeqs, Optional<Tag> tag, Optional<ParallelLimits> limits) {
    public static final Waits NONE = new Waits(Map.of(), Optional.empty(), Optional.empty());

    /**
     * A line at a tag.
     *
     * @param max what its permit or the run allows; empty: no limit
     * @param ahead how many stand before it
     * @param holders the oldest few, each with when it asked
     */
    public record Tag(String name, Optional<Integer> max, long held, long ahead, List<Holder> holders) {}

    /** @param subject the attempt that runs with the tag */
    public record Holder(Subject subject, long sinceMillis) {}

    public static Waits signals(Map<String, Long> lastSeqs) {
        return new Waits(lastSeqs, Optional.empty(), Optional.empty());
    }

    public static Waits tag(Tag tag) {
        return new Waits(Map.of(), Optional.of(tag), Optional.empty());
    }

    public static Waits slots(ParallelLimits limits) {
        return new Waits(Map.of(), Optional.empty(), Optional.of(limits));
    }
}
