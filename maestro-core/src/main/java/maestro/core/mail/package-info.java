/** Who letters and messages are for. */
package maestro.core.mail;
