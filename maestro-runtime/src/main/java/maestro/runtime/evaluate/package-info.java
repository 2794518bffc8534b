/**
 * Where expressions that take long are evaluated: on few platform threads, because a virtual thread that only computes
 * keeps its carrier from all others; shared fairly, because one workflow's endless loops must not be another's delay.
 */
package maestro.runtime.evaluate;
