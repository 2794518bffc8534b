/**
 * Who calls, and what they may do: principals, roles, grants, tokens. Values only; where they are kept is elsewhere.
 */
package maestro.model.auth;
