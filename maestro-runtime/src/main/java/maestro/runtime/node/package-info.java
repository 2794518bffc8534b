/**
 * One server process: which shards it owns ({@link maestro.runtime.node.LeaseKeeper}), their loops, and what their effects
 * need. Start at {@link maestro.runtime.node.Node}.
 */
package maestro.runtime.node;
