/** Calls the hooks of ended runs: starts workflows, posts to webhooks. Start at {@link maestro.runtime.hook.HookCaller}. */
package maestro.runtime.hook;
