/** How two definitions differ in what they mean. Pure. */
package maestro.core.diff;
