/**
 * One tag: how many steps with it may run, who does, who waits (execution.md §8.3). The decisions see no runs, only a
 * {@link maestro.core.permit.TagMachine.Desk}. Pure.
 */
package maestro.core.permit;
