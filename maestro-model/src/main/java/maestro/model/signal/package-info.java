/** Signals as clients announce and read them (triggers.md §1, §2). Immutable values and their JSON. */
package maestro.model.signal;
