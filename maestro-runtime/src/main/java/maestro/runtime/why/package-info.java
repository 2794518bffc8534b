/** Reads what {@link maestro.core.why.Why} explains: the rows of a run, of what is below its steps, of its queue. */
package maestro.runtime.why;
