/** The port for the code that does the work of a step. */
package maestro.runtime.step;
