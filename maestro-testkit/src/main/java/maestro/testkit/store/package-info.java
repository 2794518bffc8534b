/**
 * Databases for tests: one in memory with faults on demand, real ones that are ready at once, a proxy that cuts
 * connections, and the contract that all stores keep.
 */
package maestro.testkit.store;
