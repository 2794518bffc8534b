/**
 * The shell around the rules: shard loops, commits, timers, effects, leases, and the ports they need (store, step
 * runtimes, clock). Uses {@code maestro.core}; knows no SQL and no HTTP.
 */
package maestro.runtime;
