/**
 * Why a run or a step is where it is: what it waits for, told from rows. Start at {@link maestro.core.why.Why}. Pure:
 * the rows are read by the caller, and nothing of a shard's memory is asked.
 */
package maestro.core.why;
