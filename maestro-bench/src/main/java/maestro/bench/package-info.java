/**
 * The load client: starts a server and a database, plays the scenarios of docs/benchmarks.md, and says what they cost.
 *
 * <p>Start at {@link maestro.bench.Bench}.
 */
package maestro.bench;
