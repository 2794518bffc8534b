/** The output of attempts: taken in as it comes, bounded, written in batches, followed live. */
package maestro.runtime.log;
