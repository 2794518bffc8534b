/** Nested loops read as one flat list of iterations (events.md §6), straight from the rows of runs and steps. */
package maestro.runtime.flatten;
