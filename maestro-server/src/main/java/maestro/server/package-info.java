/**
 * The server: start at {@link maestro.server.MaestroServer}, which builds the whole object graph. Uses all modules but
 * the command line's.
 */
package maestro.server;
