/** What foreach and while share and differ in: ids, values of an iteration, heads of iterations (composite-steps.md). Pure. */
package maestro.core.loop;
