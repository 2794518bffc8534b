package maestro.core.signal;

import maestro.model.signal.SignalInstance;

/** One instance of one signal; never changes. */
public record InstanceRow(long signalKey, SignalInstance instance) {}
