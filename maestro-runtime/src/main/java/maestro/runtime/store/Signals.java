package maestro.runtime.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.signal.ListenerRow;
import maestro.core.signal.SignalQuery;
import maestro.core.signal.StoredSignal;
import maestro.model.signal.SignalCondition;
import maestro.model.signal.SignalInstance;

/**
 * Signals as stored, exact to the last commit. Thread-safe. Every call may throw {@link StoreUnavailable}. No single query
 * of a search reads more than a bounded number of rows, however long the history.
 */
public interface Signals {
    /** A name with its newest instances and all its listeners; empty: nobody has used it yet. */
    Optional<StoredSignal> load(String name);

    /** The names of a shard whose listeners are still to be told of something. */
    List<String> behind(int shard);

    SignalQuery.Found find(SignalQuery query);

    Optional<SignalInstance> instance(String name, long seq);

    Optional<SignalInstance> latest(String name);

    /** Instances before a number, the newest first, at most {@code size}. */
    List<SignalInstance> instances(String name, long beforeSeq, int size);

    /** Instances that {@link #instances(String, List, long, int)} looks at. */
    int LOOKED_MAX = 5_000;

    /**
     * Instances before a number for which all conditions hold, the newest first, at most {@code size}.
     *
     * @param next before which to go on, where some are left to look at
     */
    record Matching(List<SignalInstance> instances, Optional<Long> next) {}

    /** Looks at the newest {@value #LOOKED_MAX} that the first condition or, without one, the number allows. */
    Matching instances(String name, List<SignalCondition> conditions, long beforeSeq, int size);

    /** The instance with the lowest number above {@code above} for which all conditions hold. */
    Optional<SignalInstance> lowest(String name, List<SignalCondition> conditions, long above);

    /** The last number of each name; names that nobody has used are left out. */
    Map<String, Long> lastSeqs(Collection<String> names);

    /** A name and its last number; 0: nothing was announced yet. */
    record Summary(String name, long lastSeq) {}

    /** Up to here {@link Overview} counts listeners. */
    int COUNTED_MAX = 1_000;

    /**
     * A name in a list.
     *
     * @param lastMillis when its newest instance was announced; 0: there is none
     * @param listeners {@value #COUNTED_MAX} stands for more as well
     */
    record Overview(String name, long lastSeq, long lastMillis, long listeners) {}

    /** Names that begin with a text, in order, after one of them; at most {@code size}. */
    List<Overview> names(String prefix, String after, int size);

    /** Who listens, in the order of their keys, after one of them; at most {@code size}. */
    List<ListenerRow> listeners(String name, String after, int size);
}
