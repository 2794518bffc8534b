/**
 * Merges, evaluates, hands down and stores params (parameters.md). Pure: time, chance and the data of other steps come in
 * as arguments.
 *
 * <p>Start at {@link maestro.core.param.WorkflowParams} and {@link maestro.core.param.StepParams}. Uses
 * {@code maestro.model} and {@code maestro.sel} only, and the zones of Joda-Time that {@code maestro.sel} brings along.
 */
package maestro.core.param;
