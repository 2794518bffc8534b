/**
 * One shard at work. {@link maestro.runtime.shard.ShardMachine} is the shell around the rules without threads or I/O, so
 * that the simulator runs the same code; {@link maestro.runtime.shard.ShardLoop} drives it with a thread, a clock and a
 * store.
 */
package maestro.runtime.shard;
