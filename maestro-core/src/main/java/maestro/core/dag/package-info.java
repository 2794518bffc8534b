/** The graph of a definition, compiled once per version and shared by all of its runs (execution.md §4.1). Pure. */
package maestro.core.dag;
