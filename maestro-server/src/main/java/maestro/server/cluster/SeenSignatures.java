package maestro.server.cluster;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Signatures that have been used, so that nobody who reads the network uses one again. Bounded: of each sender the last
 * ones are remembered, and what is older than one that was forgotten is taken for used. Thread-safe.
 */
final class SeenSignatures {
    private record Use(long at, long mark) {}

    /** One sender's; times are by its clock. */
    private static final class Sender {
        private final ArrayDeque<Use> uses = new ArrayDeque<>();
        private final Set<Use> known = new HashSet<>();
        private long forgotten = Long.MIN_VALUE;

        boolean first(Use use, int most) {
            if (use.at() <= forgotten || !known.add(use)) return false;
            uses.add(use);
            if (uses.size() > most) forget();
            return true;
        }

        boolean emptyAfter(long at) {
            while (!uses.isEmpty() && uses.peek().at() < at) forget();
            return uses.isEmpty();
        }

        private void forget() {
            Use oldest = uses.poll();
            known.remove(oldest);
            forgotten = Math.max(forgotten, oldest.at());
        }
    }

    private final int most;
    private final Map<String, Sender> senders = new HashMap<>();

    /** @param most remembered of each sender; a busy one sends some thousands in the seconds that a call may take */
    SeenSignatures(int most) {
        this.most = most;
    }

    /**
     * Whether a signature, found valid before, is used for the first time.
     *
     * @param at when it was made, milliseconds by the sender's clock
     * @param before what was made earlier than this is refused by its age alone and need not be remembered
     */
    synchronized boolean first(String node, long at, byte[] mac, long before) {
        senders.values().removeIf(sender -> sender.emptyAfter(before)); // names of nodes come and go
        var sender = senders.computeIfAbsent(node, _ -> new Sender());
        return sender.first(new Use(at, ByteBuffer.wrap(mac).getLong()), most);
    }
}
