/** The documentation as the server shows it. Start at {@link maestro.server.docs.DocsSite}. */
package maestro.server.docs;
