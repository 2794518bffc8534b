/** Launched attempts: the threads of step runtimes, their logs, cancels and deadlines. */
package maestro.runtime.attempt;
