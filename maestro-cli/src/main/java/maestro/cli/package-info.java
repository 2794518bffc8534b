/** The {@code maestro} command: one file a command group, a small HTTP client, and the views of a run. */
package maestro.cli;
