/** From a request to a run: what is fixed before a shard hears of it (execution.md §6.1), and the dry run. Pure. */
package maestro.core.start;
