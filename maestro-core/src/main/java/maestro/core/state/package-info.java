/**
 * What a shard knows, and how events change it. {@link maestro.core.state.Evolve} is the only code that changes state;
 * the rules read it and emit events. One thread at a time.
 */
package maestro.core.state;
