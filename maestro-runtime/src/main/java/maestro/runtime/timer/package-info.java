/** Timers by the million: a hierarchical wheel that is told the time and never asks for it. */
package maestro.runtime.timer;
