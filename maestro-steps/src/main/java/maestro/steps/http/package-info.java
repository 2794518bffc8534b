/**
 * The http step: one HTTP request, or the same one again and again until {@code state_expr} has enough.
 *
 * <p>Start at {@link maestro.steps.http.HttpRuntime#run}; who may be called is decided in {@link
 * maestro.steps.http.AllowList}.
 */
package maestro.steps.http;
