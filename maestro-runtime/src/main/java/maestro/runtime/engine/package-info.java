/** What the server asks of the engine: one interface, and the records it answers with. */
package maestro.runtime.engine;
