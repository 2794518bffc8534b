/** Who calls and what they may do: credentials, what each route needs, tokens and grants as they are in force. */
package maestro.server.auth;
