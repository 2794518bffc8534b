package maestro.core.signal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import maestro.core.row.Later;
import maestro.core.row.MessageRow;
import maestro.core.row.StoredJson;
import maestro.model.json.Json;
import maestro.model.signal.SignalInstance;

/**
 * A signal name in memory: its newest instances, its listeners, and the announcements that not all of them know of yet.
 * Changed by {@link SignalEvolve} alone, but for what is asked of the store, which no row holds.
 */
public final class SignalState {
    static final int NEWEST_MAX = 256;
    private static final Set<String> KNOWN = Set.of("telling");

    /** An announcement that listeners behind {@code lastKey} do not know of. */
    record Telling(SignalInstance instance, String lastKey) {}

    final String name;
    final int shard;
    long key;
    long lastSeq;
    final ArrayDeque<SignalInstance> newest = new ArrayDeque<>();
    final Map<String, Long> ids = new HashMap<>();
    final Listeners listeners = new Listeners();
    final SequencedMap<Long, Telling> telling = new LinkedHashMap<>();
    /** Letters whose listeners are being looked up in the store, by listener key. */
    final Map<String, MessageRow.Key> searching = new HashMap<>();
    /** Announcements whose id is being looked up in the store. */
    int finding;
    Later later = Later.NONE;

    public SignalState(String name, int shard) {
        this.name = name;
        this.shard = shard;
    }

    /** As stored; empty: a name that nobody has used yet. */
    public static SignalState of(String name, int shard, Optional<StoredSignal> stored) {
        var state = new SignalState(name, shard);
        stored.ifPresent(state::fill);
        return state;
    }

    private void fill(StoredSignal stored) {
        key = stored.row().key();
        lastSeq = stored.row().lastSeq();
        stored.newest().forEach(this::remember);
        stored.listeners().forEach(row -> listeners.add(row.entry().listener(), row.entry().conditions()));
        var detail = StoredJson.parse(stored.row().detail());
        for (var told : detail.path("telling")) {
            long seq = told.get(0).longValue();
            var instance = new SignalInstance(
                    name, seq, "", SignalInstance.params(told.get(2)), Map.of(), 0, 0);
            telling.put(seq, new Telling(instance, told.get(1).stringValue()));
        }
        later = Later.of(detail, KNOWN);
    }

    /** Takes in the newest one. @return how to take that back */
    Runnable remember(SignalInstance instance) {
        newest.addLast(instance);
        ids.put(instance.instanceId(), instance.seq());
        var evicted = newest.size() > NEWEST_MAX ? newest.removeFirst() : null;
        if (evicted != null) {
            ids.remove(evicted.instanceId());
        }
        return () -> {
            ids.remove(newest.removeLast().instanceId());
            if (evicted != null) {
                newest.addFirst(evicted);
                ids.put(evicted.instanceId(), evicted.seq());
            }
        };
    }

    SignalRow row() {
        var detail = Json.object();
        if (!telling.isEmpty()) {
            var list = detail.putArray("telling");
            telling.values().forEach(told -> list.addArray()
                    .add(told.instance().seq())
                    .add(told.lastKey())
                    .add(Json.node(told.instance().params())));
        }
        later.into(detail);
        return new SignalRow(key, shard, name, lastSeq, !telling.isEmpty(), Json.text(detail));
    }

    public String name() {
        return name;
    }

    /** 0: nothing of it is stored yet. */
    public long key() {
        return key;
    }

    /** Of its newest instance; 0: none was announced yet. */
    public long lastSeq() {
        return lastSeq;
    }

    /** Whether listeners are still to be told of instances. */
    public boolean behind() {
        return !telling.isEmpty();
    }

    /** Who listens, in no order. */
    public Collection<ListenerRow.Listening> listening() {
        return listeners.all().stream()
                .map(entry -> new ListenerRow.Listening(entry.listener(), entry.conditions()))
                .toList();
    }

    /** Whether nothing of it needs to stay in memory. */
    public boolean idle() {
        return telling.isEmpty() && searching.isEmpty() && finding == 0;
    }

    /** Whether all instances after this one are in memory. */
    boolean reachesBackTo(long seq) {
        return newest.isEmpty() ? lastSeq <= seq : newest.getFirst().seq() <= seq + 1;
    }

    /** Those after this one that are in memory, in order. */
    List<SignalInstance> after(long seq) {
        var later = new ArrayList<SignalInstance>();
        for (var instance : newest) {
            if (instance.seq() > seq) {
                later.add(instance);
            }
        }
        return later;
    }

    Iterator<SignalInstance> newestFirst() {
        return newest.descendingIterator();
    }
}
