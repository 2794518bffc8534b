/** When time triggers fire (definition.md §9.1, triggers.md §7). Pure. */
package maestro.core.cron;
