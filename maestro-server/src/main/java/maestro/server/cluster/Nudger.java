package maestro.server.cluster;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import maestro.model.json.Json;
import maestro.runtime.node.Neighbours;
import maestro.runtime.store.Leases;

/**
 * Tells other nodes of letters and of new owners. While one word is on its way to a node the next ones collect, so that
 * a busy pair of nodes sends few and large ones. What is lost is found by the receiver's look once a second. Thread-safe.
 */
public final class Nudger implements Neighbours, AutoCloseable {
    /** Where nudges are sent to. */
    public static final String PATH = "/cluster/nudge";

    private static final System.Logger LOG = System.getLogger(Nudger.class.getName());
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    /** What waits for one node. */
    private static final class Waiting {
        private final TreeSet<Integer> shards = new TreeSet<>();
        private boolean look;
        private boolean sending;

        boolean nothing() {
            return shards.isEmpty() && !look;
        }
    }

    private final Peers peers;
    private final Map<Leases.Member, Waiting> waiting = new ConcurrentHashMap<>();
    private final Set<Thread> senders = ConcurrentHashMap.newKeySet();
    private final LongAdder sent = new LongAdder();

    public Nudger(Peers peers) {
        this.peers = peers;
    }

    /** Calls sent so far, each with all that had collected. */
    public long sent() {
        return sent.sum();
    }

    @Override
    public void mail(Leases.Member node, int shard) {
        add(node, List.of(shard), false);
    }

    @Override
    public void look(Leases.Member node) {
        add(node, List.of(), true);
    }

    private void add(Leases.Member node, List<Integer> shards, boolean look) {
        if (node.address().isEmpty()) return;
        var mine = waiting.computeIfAbsent(node, _ -> new Waiting());
        synchronized (mine) {
            mine.shards.addAll(shards);
            mine.look |= look;
            if (mine.sending) return;
            mine.sending = true;
        }
        var sender = Thread.ofVirtual().name("nudge-" + node.id()).unstarted(() -> sendAll(node, mine));
        senders.add(sender);
        sender.start();
    }

    private void sendAll(Leases.Member node, Waiting mine) {
        while (true) {
            byte[] word;
            synchronized (mine) {
                if (mine.nothing()) {
                    mine.sending = false;
                    waiting.remove(node, mine);
                    senders.remove(Thread.currentThread());
                    return;
                }
                word = word(new ArrayList<>(mine.shards), mine.look);
                mine.shards.clear();
                mine.look = false;
            }
            send(node, word);
        }
    }

    private static byte[] word(List<Integer> shards, boolean look) {
        var body = Json.object().put("look", look);
        var numbers = body.putArray("shards");
        shards.forEach(numbers::add);
        return Json.bytes(body);
    }

    private void send(Leases.Member node, byte[] word) {
        try {
            sent.increment();
            peers.tell(node, PATH, word, TIMEOUT);
        } catch (IOException lost) {
            LOG.log(Level.DEBUG, "a nudge to node {0} was lost: {1}", node.id(), lost);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits a moment for what is on its way: the last words of a node tell others to take its shards. */
    @Override
    public void close() {
        try {
            for (Thread sender : senders) sender.join(LAST_WORDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
