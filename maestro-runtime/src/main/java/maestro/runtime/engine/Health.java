package maestro.runtime.engine;

import java.util.Optional;

/**
 * @param started this node has taken its shards at least once
 * @param ready it can answer: the database is there and its shards run
 * @param detail what is missing, for people; with {@code ready}: what is degraded all the same
 */
public record Health(boolean started, boolean ready, String detail) {
    /**
     * Of a node.
     *
     * @param settled it has taken its shards at least once
     * @param leaving it hands them over
     * @param reached the database answers
     * @param waits why commits do not get through; empty: they do
     * @param troubles what is degraded; empty: nothing
     */
    public static Health of(boolean settled, boolean leaving, boolean reached, Optional<String> waits, String troubles) {
        if (!settled) {
            return new Health(false, false, "this node has not taken its shards yet");
        }
        if (leaving) {
            return new Health(true, false, "this node is stopping");
        }
        if (!reached) {
            return new Health(true, false, "the database cannot be reached; runs go on when it is back");
        }
        return new Health(true, waits.isEmpty(), waits.map(why -> "commits wait: " + why).orElse(troubles));
    }
}
