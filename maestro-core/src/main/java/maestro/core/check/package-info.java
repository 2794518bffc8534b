/**
 * Finds mistakes in definitions before they run: names that nothing bears, wrong types, steps that are not upstream,
 * conditions that never hold. Pure. Start at {@link maestro.core.check.StaticChecks}.
 */
package maestro.core.check;
