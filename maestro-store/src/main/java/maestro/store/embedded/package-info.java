/**
 * A real PostgreSQL beside this process, for whoever has no database of their own: unpacked, initialised, started,
 * adopted after a crash, and stopped. Start at {@link maestro.store.embedded.EmbeddedPostgres}.
 */
package maestro.store.embedded;
