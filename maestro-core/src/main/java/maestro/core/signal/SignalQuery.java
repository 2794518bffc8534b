package maestro.core.signal;

import java.util.List;
import java.util.Optional;
import maestro.core.row.MessageRow;
import maestro.model.signal.SignalCondition;
import maestro.model.signal.SignalInstance;
import maestro.model.signal.SignalRequest;

/** What a signal name asks of its history in the store; never of a copy that may be behind. */
public sealed interface SignalQuery {
    long signalKey();

    /** Which instance has the id of an announcement. */
    record ById(long signalKey, SignalRequest request, Origin origin) implements SignalQuery {}

    /** The newest instance that a step may take. */
    record Newest(long signalKey, Listener.Step listener, List<SignalCondition> conditions) implements SignalQuery {}

    /** The instances after one, in order, up to {@link #PAGE}. */
    record After(long signalKey, Listener.Trigger listener, List<SignalCondition> conditions) implements SignalQuery {
        public static final int PAGE = 256;
    }

    /**
     * What was found.
     *
     * @param found the instance; for {@link After} the page's; empty: none
     * @param upTo the highest number that the read saw
     */
    record Found(List<SignalInstance> found, long upTo) {
        public Optional<SignalInstance> one() {
            return found.stream().findFirst();
        }
    }

    /** Who announces. */
    sealed interface Origin {
        /** A client, who is answered. */
        record Client(long ticket) implements Origin {}

        /** A step, which is written to. */
        record Step(MessageRow.Key letter, Listener.Step place) implements Origin {}
    }
}
