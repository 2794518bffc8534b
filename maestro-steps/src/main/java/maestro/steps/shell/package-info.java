/**
 * The shell step: a script on the server's host, in a process group of its own.
 *
 * <p>Start at {@link maestro.steps.shell.ShellRuntime#run}. Linux only: identity and leftovers of processes are read
 * from {@code /proc}.
 */
package maestro.steps.shell;
