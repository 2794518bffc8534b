/**
 * The engine without threads: {@link maestro.testkit.sim.Driver} runs one shard on a virtual clock, one deed after
 * another, for tests of behaviour; {@link maestro.testkit.sim.Sim} runs several nodes with faults drawn from a seed and
 * checks what must always hold. Both use the real machine, rules and committer over the database in memory.
 */
package maestro.testkit.sim;
