/** How the settings of a workflow id change (definition.md §14). Pure. */
package maestro.core.workflow;
