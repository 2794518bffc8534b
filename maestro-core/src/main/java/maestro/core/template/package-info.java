/** What job templates give to steps (step-runtimes.md §7). */
package maestro.core.template;
