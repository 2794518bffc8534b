/**
 * What a restart runs, reuses and skips (execution.md §6): computed from stored runs, alike for a preview and for the run
 * itself. Pure.
 */
package maestro.core.restart;
