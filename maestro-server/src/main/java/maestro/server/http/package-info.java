/**
 * The HTTP API (rest-api.md): one file a resource, each a list of routes. Start at
 * {@link maestro.server.http.Dispatcher}: it finds the route, checks what the specification asks of every call, runs
 * the handler and turns what it throws into the specified error bodies.
 */
package maestro.server.http;
