package maestro.runtime.store;

import java.util.List;
import java.util.Optional;
import maestro.core.permit.ClaimRow;
import maestro.model.permit.TagPermit;

/** Tag permits as stored, exact to the last commit. Thread-safe. Every call may throw {@link StoreUnavailable}. */
public interface TagPermits {
    /** A tag with all its claims. @param permit JSON; empty: none */
    record Stored(Optional<String> permit, List<ClaimRow> claims) {}

    Stored load(String tag);

    Optional<TagPermit> permit(String tag);

    /** Permits in order of their tags, after one of them; at most {@code size}. */
    List<TagPermit> permits(String prefix, String after, int size);

    /**
     * How a tag is used.
     *
     * @param held attempts that run with it
     * @param oldestMillis since when the one waits that has waited longest; 0: none waits
     */
    record Usage(String tag, long held, long waiting, long oldestMillis) {}

    /** Up to here {@link Usage} counts. */
    int COUNTED_MAX = 10_000;

    /** Of each of these tags, in any order; {@value #COUNTED_MAX} stands for more as well. */
    List<Usage> usage(List<String> tags);

    /** Claims of a tag: those that hold it or those that wait, who asked first comes first; at most {@code size}. */
    List<ClaimRow> claims(String tag, boolean held, int size);
}
