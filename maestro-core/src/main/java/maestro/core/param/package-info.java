/**
 * Merges and evaluates params (parameters.md). Pure: time, chance and the data of other steps come in as arguments.
 * Uses {@code maestro.model} and {@code maestro.sel} only.
 */
package maestro.core.param;
