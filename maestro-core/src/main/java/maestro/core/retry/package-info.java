/** How often and when a failed attempt is tried again (execution.md §5.7). Pure. */
package maestro.core.retry;
