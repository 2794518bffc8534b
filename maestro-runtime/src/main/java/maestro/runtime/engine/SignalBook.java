package maestro.runtime.engine;

import maestro.model.signal.SignalInstance;
import maestro.model.signal.SignalRequest;
import maestro.runtime.store.Signals;

/** Signals of the whole cluster: announcing them, and what is stored of them. Thread-safe. */
public interface SignalBook {
    /**
     * Numbers and stores an instance; who waits for it is told. Returns when it is durable.
     *
     * @throws NotOwner where another node runs the signal's shard
     * @throws maestro.model.MaestroException CONFLICT when an instance with its id is there already, SERVICE_UNAVAILABLE
     *     when its listeners cannot be told as fast
     */
    SignalInstance announce(SignalRequest request);

    Signals stored();
}
