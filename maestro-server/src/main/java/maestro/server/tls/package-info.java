/** Certificates: those that the server shows, taken anew when their files change, and those that it trusts. */
package maestro.server.tls;
