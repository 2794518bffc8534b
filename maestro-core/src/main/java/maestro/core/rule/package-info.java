/**
 * The decisions of the engine: what a message does to a shard. Start at {@link maestro.core.rule.Rules}. Pure: no clock,
 * thread, SQL or log; time and chance come in with the turn, what the world shall do goes out as effects.
 */
package maestro.core.rule;
